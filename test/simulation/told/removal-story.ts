import type { Grounds } from '../../../src/membership/grounds.ts';
import type { LogLine } from './log-line.ts';

/** What became of one removal, as far as the log alone tells it. */
export interface RemovalStory {
  readonly member: string;
  readonly startedAt: string;
  /** In which pass it was sent, and by whom. */
  readonly pass: string;
  readonly attempt: number;
  readonly phase: string;
  /** Why it was allowed. */
  readonly grounds: Grounds;
  /** The pod that was asked. */
  readonly asked: string;
  /** Undefined: nobody lived to hear it. */
  readonly answer: string | undefined;
  /** How it ended; undefined: it did not, or it was a clean-up, which proves nothing. */
  readonly end: { readonly result: string; readonly finishedAt: string; readonly evidence: string } | undefined;
}

/** Every removal that was sent, read from the log and nothing else. */
export function removalsIn(log: readonly LogLine[]): readonly RemovalStory[] {
  return log
    .filter(({ message }) => message === 'Removal handed over')
    .map(({ fields }) => {
      const sent = fields as unknown as Omit<RemovalStory, 'answer' | 'end'>;
      const { member, startedAt, pass, attempt, phase, grounds, asked } = sent;
      const about = log.filter((line) => line.fields['member'] === member && line.fields['startedAt'] === startedAt);
      const answer = about.find((line) => line.message.startsWith('Removal answered: '));
      const end = about.find((line) => line.fields['result'] !== undefined)?.fields;
      return {
        member,
        startedAt,
        pass,
        attempt,
        phase,
        grounds,
        asked,
        answer: answer?.message.replace('Removal answered: ', ''),
        end: end as RemovalStory['end'],
      };
    });
}

/** The same in words: what a person reads out of the log. */
export function inWords({ member, grounds, attempt, phase, asked, answer, end }: RemovalStory): string {
  const { kind, pod, statefulSet, goneFor, leader, voters, live, quorum } = grounds;
  const wanted = statefulSet
    ? `StatefulSet ${statefulSet.name} (generation ${statefulSet.generation}) wants ordinals ${statefulSet.start} to ${statefulSet.start + statefulSet.replicas - 1}`
    : 'spec.decommission names it';
  return [
    `${member}, a ${kind}`,
    `  may go:  ${wanted}; pod ${pod ?? '(unknown)'} has been gone for ${goneFor >= 10_000 ? 'at least 10 s' : `${goneFor} ms`}`,
    `  safe:    ${leader} leads, ${live.length} of ${voters.length} voters are live (${live.join(', ')}), ${quorum} are needed`,
    `  sent:    ${phase === 'Removing' ? 'removal' : 'clean-up'}, attempt ${attempt}, to ${asked}`,
    `  answer:  ${answer ?? 'none was heard'}`,
    `  end:     ${end ? `${end.result}: ${end.evidence}` : 'not proven'}`,
  ]
    .join('\n')
    .replaceAll(/\bterm \d+/g, 'term <term>')
    .replaceAll(/\bcommit index \d+/g, 'commit index <index>');
}
