import { picture } from '../search/picture.ts';
import type { Varied } from './play-varied.ts';

/** One run as a picture, what was wrong with it, and the last line that every program has. */
export function show({ stage: { world }, failures }: Varied): void {
  console.log(picture(world.trace.lines));
  console.log(`\ntrace ${world.trace.hash}`);
  for (const failure of failures) console.log(`FAILED ${failure}`);
  console.log(failures.length === 0 ? '\n1 passed, 0 failed' : '\n0 passed, 1 failed');
  process.exitCode = failures.length === 0 ? 0 : 1;
}
