import { scenario, type Scenario } from './scenario.ts';
import { ids, type Stage } from './stage.ts';
import { type Matching, readsPod, records, removes, reportsFirst } from './status-writes.ts';

type Point = 'sending' | 'answered' | 'delivered';

const options = { spec: { admin: { removeTimeout: '15s' } } };
const points: readonly (readonly [Point, string])[] = [
  ['sending', 'before'],
  ['answered', 'after'],
  ['delivered', 'on the answer of'],
];

/** Nobody can know that nothing was sent, so the record has to end by proof; then the others get their turn. */
const unsent = ['arc-4 NotRemoved', 'arc-3 Removed', 'arc-4 Removed'];
const asUsual = ['arc-4 Removed', 'arc-3 Removed'];

interface Step {
  readonly name: string;
  readonly matching: Matching;
  /** How the removals end when it is killed there. */
  readonly removals: (point: Point) => readonly string[];
}

const steps: readonly Step[] = [
  { name: 'the fresh reads', matching: readsPod('arc-4'), removals: () => asUsual },
  { name: 'the record', matching: records('arc-4'), removals: (point) => (point === 'sending' ? asUsual : unsent) },
  { name: 'the DELETE', matching: removes('arc-4'), removals: (point) => (point === 'sending' ? unsent : asUsual) },
  { name: 'the report', matching: reportsFirst, removals: () => asUsual },
];

/** 5→3; the operator gets SIGKILL around each step of a removal, and another one goes on. */
export const operatorKilled: readonly Scenario[] = steps.flatMap(({ name, matching, removals }) =>
  points.map(([point, word], index) =>
    scenario(
      `19${'abcdefghijkl'[steps.findIndex((step) => step.name === name) * 3 + index]}`,
      `operator killed ${word} ${name}`,
      options,
      async (stage) => {
        await stage.healthy();
        stage.store.ungraceful();
        stage.once(point, matching, ({ process }) => {
          process.crash();
          stage.world.timeline.after(2_000, () => void stage.startOperator());
        });
        stage.scale(3);
        await stage.settled({ voters: ids(3) });
        expectKilled(stage);
        const ends = removals(point);
        const [first = ''] = ends;
        const isUnsent = first.endsWith('NotRemoved');
        const inVain = name === 'the DELETE' && point === 'sending' ? ['arc-4'] : [];
        stage.expectDeletes(isUnsent ? ['arc-3', 'arc-4'] : ['arc-4', 'arc-3'], inVain);
        stage.expectRemovals(...ends);
      },
    ),
  ),
);

export const leaderKilled = scenario('19m', 'two operators, the leading one killed', options, async (stage) => {
  await stage.healthy({ operator: { elects: true } });
  stage.startOperator({ elects: true });
  stage.store.ungraceful();
  stage.scale(3);
  await stage.verdict('arc-4', 'Waiting', 'Settling');
  stage.world.operators[0]?.crash();
  await stage.settled({ voters: ids(3) });
  expectKilled(stage);
  stage.expectDeletes(['arc-4', 'arc-3']);
  stage.expectRemovals(...asUsual);
});

function expectKilled(stage: Stage): void {
  const { world } = stage;
  stage.expect(world.operators[0]?.isOver === true && world.operators.length === 2, 'the first operator was killed');
}
