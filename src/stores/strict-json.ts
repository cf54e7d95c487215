/**
 * Reads `body` as JSON (RFC 8259) that says one thing only. Throws `SyntaxError` or `TypeError` for what is not UTF-8, not
 * JSON, or names a key of one object twice: parsers differ in which value they take, and no store writes such a thing.
 */
export function parseStrictJson(body: Uint8Array): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  const value: unknown = JSON.parse(text);
  if (writtenKeys(text) !== keptKeys(value)) throw new SyntaxError('A key appears twice');
  return value;
}

/** In JSON, outside of its strings, a colon follows a key and nothing else does. */
function writtenKeys(text: string): number {
  let keys = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === ':') keys++;
    else if (character === '"') at = endOfString(text, at);
  }
  return keys;
}

/** Where the string ends that begins at `start`: at the first quote behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  let end = start;
  let backslashes: number;
  do {
    end = text.indexOf('"', end + 1);
    backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes++;
  } while (backslashes % 2 === 1);
  return end;
}

/** `JSON.parse` keeps of each key one. Without recursion: how deep an answer is nested is not ours to say. */
function keptKeys(value: unknown): number {
  let keys = 0;
  const found = [value];
  for (const each of found) {
    if (typeof each !== 'object' || each === null) continue;
    const held: unknown[] = Object.values(each);
    if (!Array.isArray(each)) keys += held.length;
    for (const one of held) found.push(one);
  }
  return keys;
}
