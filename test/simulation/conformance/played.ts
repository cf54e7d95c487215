import type { Suite } from '../../e2e/harness/suite.ts';
import { RealSide } from './real-side.ts';
import type { Threads } from './recording.ts';
import type { Side } from './side.ts';
import type { Story } from './story.ts';

/** What became of a story on the real side. */
export type Played =
  { readonly kind: 'played'; readonly threads: Threads } | { readonly kind: 'failed'; readonly why: string };

/** Stories at a time on the bed. */
const width = 3;

/** Plays a story to its end; what was recorded. Throws where something that the story waits for does not come. */
export async function played(story: Story, side: Side): Promise<Threads> {
  try {
    await side.begin(story.setUp);
    await story.play(side);
    return side.end();
  } finally {
    await side.leave();
  }
}

/** Plays stories on one bed, each in a namespace of its own, in their order. */
export async function playedForReal(suite: Suite, stories: readonly Story[]): Promise<ReadonlyMap<Story, Played>> {
  const outcomes = new Map<Story, Played>();
  const waiting = [...stories];
  const next = async (): Promise<void> => {
    for (let story = waiting.shift(); story !== undefined; story = waiting.shift()) {
      const outcome = await playedOn(suite, story);
      outcomes.set(story, outcome);
      console.error(`${outcome.kind}: ${story.number} ${story.title}`);
    }
  };
  await Promise.all(Array.from({ length: width }, next));
  return outcomes;
}

async function playedOn(suite: Suite, story: Story): Promise<Played> {
  try {
    return { kind: 'played', threads: await played(story, new RealSide(suite, `conformance-${story.number}`)) };
  } catch (error) {
    return { kind: 'failed', why: String(error) };
  }
}
