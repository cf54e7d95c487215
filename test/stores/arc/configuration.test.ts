import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseConfiguration } from '../../../src/stores/arc/configuration.ts';
import { InvalidAnswer } from '../../../src/stores/arc/invalid-answer.ts';
import { configurationText } from './cluster-body.ts';

const voter = (id: string, address = `${id}:9200`) => ({ suffrage: 'Voter', id, address });
const many = (count: number) => Array.from({ length: count }, (_, index) => voter(`arc-${index}`));

test('reads ids, suffrages and addresses in their order', () => {
  const text =
    '[{Suffrage:Voter ID:arc-writer-0 Address:arc-writer-0.arc.svc:9200} {Suffrage:Nonvoter ID:arc-reader-0 Address:[::1]:9200} {Suffrage:Staging ID:n Address:h:1}]';
  expect(parseConfiguration(text)).toEqual([
    { id: 'arc-writer-0', suffrage: 'Voter', address: 'arc-writer-0.arc.svc:9200' },
    { id: 'arc-reader-0', suffrage: 'Nonvoter', address: '[::1]:9200' },
    { id: 'n', suffrage: 'Staging', address: 'h:1' },
  ]);
});

test('takes [] for no configuration', () => expect(parseConfiguration('[]')).toEqual([]));

test('takes 64 members', () => expect(parseConfiguration(configurationText(many(64)))).toHaveLength(64));

describe('refuses', () => {
  const one = '{Suffrage:Voter ID:a Address:h:1}';
  test.each([
    ['nothing', ''],
    ['a nil pointer', '<nil>'],
    ['a missing end', `[${one}`],
    ['a missing beginning', `${one}]`],
    ['text after the end', `[${one}] `],
    ['a second list', `[${one}][]`],
    ['text before the beginning', ` [${one}]`],
    ['a truncated member', `[${one} {Suffrage:Voter ID:b Add`],
    ['no space between members', `[${one}{Suffrage:Voter ID:b Address:h:2}]`],
    ['a comma between members', `[${one},{Suffrage:Voter ID:b Address:h:2}]`],
    ['another bracket', `(${one}]`],
    ['two spaces between members', `[${one}  {Suffrage:Voter ID:b Address:h:2}]`],
    ['a space at the end', `[${one} ]`],
    ['other field names', '[{suffrage:Voter id:a address:h:1}]'],
    ['another order of fields', '[{ID:a Suffrage:Voter Address:h:1}]'],
    ['an unknown suffrage', '[{Suffrage:ServerSuffrage ID:a Address:h:1}]'],
    ['a suffrage in lower case', '[{Suffrage:voter ID:a Address:h:1}]'],
    ['a suffrage as its number', '[{Suffrage:0 ID:a Address:h:1}]'],
    ['an inherited property as suffrage', '[{Suffrage:constructor ID:a Address:h:1}]'],
    ['an empty id', '[{Suffrage:Voter ID: Address:h:1}]'],
    ['an empty address', '[{Suffrage:Voter ID:a Address:}]'],
    ['an id with a space', '[{Suffrage:Voter ID:a b Address:h:1}]'],
    ['an id with a no-break space', '[{Suffrage:Voter ID:a\u00a0b Address:h:1}]'],
    ['an id with a line break', '[{Suffrage:Voter ID:a\nb Address:h:1}]'],
    ['an id with a brace', '[{Suffrage:Voter ID:a}b Address:h:1}]'],
    ['an id with an escape sequence', '[{Suffrage:Voter ID:\u001b[31ma Address:h:1}]'],
    ['an id that hides characters', '[{Suffrage:Voter ID:a\u200b Address:h:1}]'],
    ['an id that was not UTF-8 for Go', '[{Suffrage:Voter ID:a\ufffd Address:h:1}]'],
    ['an id of half a surrogate pair', '[{Suffrage:Voter ID:a\ud800 Address:h:1}]'],
    ['an id of 257 characters', configurationText([voter('x'.repeat(257), 'h:1')])],
    ['an address with a space', '[{Suffrage:Voter ID:a Address:h 1}]'],
    ['one id twice', configurationText([voter('a', 'h:1'), voter('a', 'h:2')])],
    [
      'one id as voter and nonvoter',
      configurationText([voter('a', 'h:1'), { ...voter('a', 'h:2'), suffrage: 'Nonvoter' }]),
    ],
    ['one address twice', configurationText([voter('a', 'h:1'), voter('b', 'h:1')])],
    ['no voter', configurationText([{ ...voter('a'), suffrage: 'Nonvoter' }])],
    ['65 members', configurationText(many(65))],
  ])('%s', (_, text) => expect(() => parseConfiguration(text)).toThrow(InvalidAnswer));
});

test('names no part of the text in its error', () => {
  expect(() => parseConfiguration('[{Suffrage:Voter ID:secret secret Address:h:1}]')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('secret') }),
  );
});

describe('properties', () => {
  const word = fc.string({
    unit: fc.constantFrom(...'azAZ09-._~:[]%/=+@#,;!ä日'.split('')),
    minLength: 1,
    maxLength: 30,
  });
  const member = fc.record({
    suffrage: fc.constantFrom('Voter', 'Nonvoter', 'Staging'),
    id: word,
    address: word,
  });
  const configuration = fc
    .uniqueArray(member, { maxLength: 64, comparator: (a, b) => a.id === b.id || a.address === b.address })
    .filter((members) => members.length === 0 || members.some(({ suffrage }) => suffrage === 'Voter'));

  test('any configuration survives being printed', () => {
    fc.assert(
      fc.property(configuration, (members) => {
        expect(parseConfiguration(configurationText(members))).toEqual(members);
      }),
      { numRuns: 1_000 },
    );
  });

  /** Texts made of the format's own pieces come closer to it than arbitrary ones. */
  const piece = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    ' ',
    'Suffrage:',
    'Voter',
    'Nonvoter',
    ' ID:',
    ' Address:',
    'a',
    'b',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  );

  test('no text yields a member that is not in it, or another error', () => {
    fc.assert(fc.property(text, expectOnlyWhatIsWritten), { numRuns: 10_000 });
  });

  test('no mutilated configuration yields a member that is not in it, or another error', () => {
    const mutilated = fc.tuple(configuration, fc.nat(), fc.nat(9), fc.string({ unit: 'binary', maxLength: 4 }));
    fc.assert(
      fc.property(mutilated, ([members, position, length, inserted]) => {
        const whole = configurationText(members);
        const at = position % whole.length;
        expectOnlyWhatIsWritten(whole.slice(0, at) + inserted + whole.slice(at + length));
      }),
      { numRuns: 10_000 },
    );
  });
});

/** What is understood prints as the very same text: nothing was skipped and nothing made up. */
function expectOnlyWhatIsWritten(given: string): void {
  try {
    expect(configurationText(parseConfiguration(given))).toBe(given);
  } catch (error) {
    if (!(error instanceof InvalidAnswer)) throw error;
  }
}
