import { expect } from '@jest/globals';

import type { SceneOperator } from '../harness/operator-process.ts';

/** The status page of a leader and of its standby is the same, but for who acts; nothing secret is on it. */
export async function shownOnBoth(
  [leader, standby]: readonly [SceneOperator, SceneOperator],
  namespace: string,
  secrets: readonly string[],
): Promise<void> {
  const path = `/${namespace}/arc`;
  const pages = [await opened(leader, path), await opened(standby, path)];
  expect(pages[0]).toContain('leads: it acts.');
  expect(pages[1]).toContain('is a standby: it shows what the leading replica wrote, and acts on nothing.');
  for (const page of pages) {
    expect(page).toContain('Needs 2 of 3 voters, 3 are live: may lose 1.');
    expect(page.match(/✓ Removed/g)).toHaveLength(2);
    expect(secrets.filter((secret) => page.includes(secret))).toEqual([]);
  }
  expect(await opened(standby, '/')).toContain(`href="${path}"`);
}

async function opened(operator: SceneOperator, path: string): Promise<string> {
  const port = operator.lines.find(({ msg }) => msg === 'Started')?.['uiPort'];
  const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, { signal: AbortSignal.timeout(5_000) });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}
