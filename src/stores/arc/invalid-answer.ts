/**
 * An answer that is not what Arc writes. Its message names the field and what is wrong with it, never what the field
 * held: an answer is foreign text. It does not leave this folder.
 */
export class InvalidAnswer extends Error {
  override readonly name = 'InvalidAnswer';
}
