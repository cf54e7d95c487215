import { inWords, removalsIn } from './removal-story.ts';
import type { Telling } from './telling.ts';

/** At the end of a story nothing happens for so long; a log that still speaks speaks of nothing. Milliseconds. */
const quiet = 60_000;

/** Every removal of the stories, retold from the log alone. */
export function removalsRetold(tellings: readonly Telling[]): string {
  const sections = tellings.flatMap(({ scenario, log }) => {
    const stories = removalsIn(log).map(inWords);
    return stories.length === 0 ? [] : `## ${scenario.number}: ${scenario.title}\n\n${stories.join('\n\n')}\n`;
  });
  return ['# Every removal, as the log alone tells it', ...sections].join('\n\n').replaceAll(/\n{3,}/g, '\n\n');
}

/** What a log does not tell, or tells otherwise than it was; empty: nothing. */
export function untold({ stage, log }: Telling): readonly string[] {
  const stories = removalsIn(log);
  const { removals = [] } = stage.status;
  const sent = stage.sent.toSorted().join(', ');
  const told = stories
    .map(({ member }) => member)
    .toSorted()
    .join(', ');
  const recent = log.filter(({ at }) => at > stage.world.now - quiet);
  return [
    ...(sent === told ? [] : [`requests were sent for [${sent}], the log tells of [${told}]`]),
    ...removals.flatMap((removal) => {
      const story = stories.find(
        ({ member, startedAt }) => `${member} ${startedAt}` === `${removal.member} ${removal.startedAt}`,
      );
      // Who is killed after the report cannot tell of it any more.
      if (!story || (!story.end && stage.world.operators.length > 1)) return [];
      const { result, finishedAt, evidence } = story.end ?? {};
      const isTold = result === removal.result && finishedAt === removal.finishedAt && evidence === removal.evidence;
      return isTold
        ? []
        : [`the end of ${removal.member}: ${JSON.stringify(removal)}, not ${JSON.stringify(story.end)}`];
    }),
    ...stories
      .filter(({ pass }) => !log.some((line) => line.fields['pass'] === pass && line.fields['reason'] !== undefined))
      .map(({ member, pass }) => `pass ${pass} sent a removal of ${member} and reported nothing`),
    ...log
      .filter(({ fields }) => fields['raftCluster'] !== undefined && fields['pass'] === undefined)
      .map(({ message }) => `a line belongs to no pass: ${message}`),
    ...recent.map(({ message }) => `nothing happens, and the log says: ${message}`),
  ];
}
