import { expect } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { waitUntil } from '../../testbed/wait-until.ts';

const updates = process.env['UPDATE_GOLDEN'] === '1';

/** How long a picture may take to become the expected one, and to stand still before it is taken. Milliseconds. */
const patience = 30_000;
const stillFor = 4_000;

/**
 * What a person sees at the telling moments of one scenario, as a file to be reviewed: `golden/06.txt`. With
 * `UPDATE_GOLDEN=1` the file is written instead of compared.
 */
export class Golden {
  readonly #title: string;
  readonly #file: string;
  readonly #expected: ReadonlyMap<string, string>;
  readonly #shown = new Map<string, string>();

  /** Of several folders the first counts that has a picture of this scenario. */
  constructor(title: string, [folder, ...others]: readonly [string, ...string[]]) {
    this.#title = title;
    const name = `${nameOf(title)}.txt`;
    this.#file = [folder, ...others].map((path) => `${path}/${name}`).find(existsSync) ?? `${folder}/${name}`;
    this.#expected = existsSync(this.#file) ? sectionsOf(readFileSync(this.#file, 'utf8')) : new Map();
  }

  /** Waits until what is seen is what the file says of this moment. */
  async show(moment: string, look: () => Promise<string>): Promise<void> {
    const expected = this.#expected.get(moment);
    let seen = '';
    if (updates) seen = await still(moment, look);
    else if (expected !== undefined) {
      const matches = async () => (seen = await look()) === expected;
      await waitUntil(`the picture "${moment}"`, { timeout: patience, interval: 500 }, matches).catch(() => undefined);
    }
    this.#shown.set(moment, seen);
    if (!updates) expect(`${moment}\n${seen}`).toBe(`${moment}\n${expected ?? missing}`);
  }

  /** Something was shown, and nothing that the file says was left out; or the file is written. */
  end(): void {
    if (this.#shown.size === 0) throw new Error(`show() a moment of "${this.#title}": people have to see it, too`);
    if (updates) {
      const sections = [...this.#shown].map(([moment, seen]) => `## ${moment}\n\n${seen}\n`);
      writeFileSync(this.#file, [`# ${this.#title}\n`, ...sections].join('\n'));
    }
    if (!updates) expect([...this.#shown.keys()]).toEqual([...this.#expected.keys()]);
  }
}

const missing = '(not in the golden file: run with UPDATE_GOLDEN=1, and review what it wrote)';

/** `06` of `6: 3→1 at once`, `17a` of `17a: DELETE hangs`, `upgrade` of `upgrade: …`, `error-wrong-port` of `error: wrong port`. */
function nameOf(title: string): string {
  const [, number, letter = ''] = /^(\d+)([a-zA-Z]*):/.exec(title) ?? [];
  if (number !== undefined) return number.padStart(2, '0') + letter;
  const name = title.startsWith('error:') ? title : (title.split(':')[0] ?? title);
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function sectionsOf(text: string): ReadonlyMap<string, string> {
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [moment = '', ...lines] = section.split('\n');
      return [moment, lines.join('\n').trim()];
    }),
  );
}

/** What is seen once it has not changed for a while: not what merely passes. */
async function still(moment: string, look: () => Promise<string>): Promise<string> {
  let [seen, since] = ['', 0];
  return waitUntil(`"${moment}" to stand still`, { timeout: patience, interval: 500 }, async () => {
    const now = await look();
    if (now !== seen) [seen, since] = [now, performance.now()];
    return performance.now() - since >= stillFor && seen;
  });
}
