import { z } from 'zod';
import type { Answer, Effect, Expected, Row, Seen } from './row.ts';
import type { Site } from './site.ts';
import { allStores, changeSince } from './stores.ts';
import type { Stores } from './view.ts';

/** A cluster whose stores can be waited for; one that is only asked need not bring about anything. */
export interface Judged extends Site {
  agree?(effect: Effect): Promise<void>;
}

/** Brings the row's situation about, asks, and compares; resolves to what is wrong, or to undefined. */
export async function judgeRow<S extends Judged>(row: Row<S>, site: S): Promise<string | undefined> {
  try {
    await row.given?.(site);
    const question = await row.request(site);
    // Not for every row: it takes long while a node is frozen.
    const looks = row.stores === 'unchanged' || row.looksBefore === true;
    const before = looks ? await allStores(site) : new Map<string, Stores>();
    const views = new Map(looks ? (await site.views()).map((view) => [view.id, view]) : []);
    const own = [question, typeof row.answer === 'function' ? row.answer(site) : row.answer] as const;
    const exchanges = [own, ...(row.alongside?.(site, question) ?? [])];
    const answers = await Promise.all(exchanges.map(([asked]) => site.ask(asked)));
    for (const [index, [asked, expected]] of exchanges.entries()) {
      const wrong = difference(expected, answers[index] ?? NOTHING);
      if (wrong !== undefined) return `${asked.method} ${excerpt(asked.path)} at ${asked.to}: ${wrong}`;
    }
    const [answer = NOTHING] = answers;
    return await effectOf(row, site, { question, answer, before, views });
  } catch (error) {
    return reasons(error);
  }
}

const NOTHING: Answer = { status: 'none', body: 'nothing was asked' };

async function effectOf<S extends Judged>(row: Row<S>, site: S, seen: Seen): Promise<string | undefined> {
  const { stores } = row;
  if (stores === 'unchanged') {
    const changed = await changeSince(seen.before, site);
    if (changed !== undefined) return changed;
  } else if (stores !== undefined) {
    if (site.agree === undefined) throw new Error('the effect of this row cannot be waited for here');
    await site.agree(stores(site));
  }
  await row.also?.(site, seen);
  return undefined;
}

function difference(expected: Expected, answer: Answer): string | undefined {
  const got = `${answer.status} ${excerpt(JSON.stringify(answer.body))}`;
  if (answer.status !== expected.status) return `wanted ${expected.status}, got ${got}`;
  const parsed = expected.body.safeParse(answer.body);
  return parsed.success ? undefined : `${z.prettifyError(parsed.error).replaceAll('\n', ' ')} in ${got}`;
}

function excerpt(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}

/** The messages of an error and of what caused it. */
export function reasons(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasons(error.cause)}`;
}
