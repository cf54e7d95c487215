import type { SimulatedOperator } from '../../world/simulated-operator.ts';
import type { Stage, Trouble } from '../trouble.ts';

/** What happens to the operators themselves. */
export const operators: readonly Trouble[] = [
  { name: 'operator stands still', weight: 10, happen: stand },
  { name: 'operator killed', weight: 8, happen: kill },
  { name: 'operator stopped', weight: 4, happen: stop },
  { name: 'operator’s wall clock jumps', weight: 4, happen: jump },
];

function withOperator(
  { operators: all, random }: Stage,
  act: (operator: SimulatedOperator) => string,
): string | undefined {
  const running = all.filter(({ isOver }) => !isOver);
  return running.length === 0 ? undefined : act(random.pick(running));
}

function stand(stage: Stage): string | undefined {
  return withOperator(stage, ({ process }) => {
    const duration = stage.random.pick([stage.random.between(10, 2_000), stage.random.between(2_000, 60_000)]);
    process.stand(duration);
    return `${process.name} stands still for ${Math.round(duration)} ms`;
  });
}

function kill(stage: Stage): string | undefined {
  return withOperator(stage, (operator) => {
    operator.crash();
    stage.later(stage.random.between(10, 10_000), stage.start);
    return `${operator.process.name} is killed`;
  });
}

function stop(stage: Stage): string | undefined {
  return withOperator(stage, (operator) => {
    operator.stop();
    stage.later(stage.random.between(10, 10_000), stage.start);
    return `${operator.process.name} is stopped`;
  });
}

function jump(stage: Stage): string | undefined {
  return withOperator(stage, ({ process }) => {
    const by = stage.random.pick([-3_600_000, -60_000, 60_000, 3_600_000]);
    process.clock.jump(by);
    return `the wall clock of ${process.name} jumps by ${by / 1000} s`;
  });
}
