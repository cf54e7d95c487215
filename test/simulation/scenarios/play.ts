import { reasons } from '../../../src/api/reasons.ts';
import type { End } from './end.ts';
import type { Scenario } from './scenario.ts';
import { Stage, type StageOptions } from './stage.ts';

/** Nothing may be sent for so long after the end of a story. Milliseconds. */
const silence = 90_000;

export interface Outcome {
  readonly stage: Stage;
  /** Undefined where the story broke off. */
  readonly end: End | undefined;
  /** What went wrong, in words; empty: nothing. */
  readonly failures: readonly string[];
}

export interface PlayOptions extends StageOptions {
  /** Called with the new world, before anything happens in it. */
  readonly prepare?: (stage: Stage) => void;
}

/** Plays a scenario, and checks what must hold of all of them. */
export async function play(scenario: Scenario, { prepare, ...options }: PlayOptions): Promise<Outcome> {
  const stage = new Stage(scenario, options);
  prepare?.(stage);
  const failures: string[] = [];
  let end: End | undefined;
  try {
    await scenario.story(stage);
    if (stage.isStrict) await rests(stage);
    end = scenario.end(stage);
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error));
  }
  const told = stage.oracles.violations.map(
    ({ rule, at, message }) => `${rule} at ${(at / 1000).toFixed(3)} s: ${message}`,
  );
  return { stage, end, failures: [...failures, ...told, ...leaks(stage), ...stage.world.arc.ledger.breaches] };
}

async function rests(stage: Stage): Promise<void> {
  await stage.pass(silence);
  stage.checkDeletes();
}

/** The token may be in no output, and no reason outside the list. */
function leaks({ world, statuses, tokens }: Stage): readonly string[] {
  const { objects } = world.kubernetes;
  const events = objects.list('events');
  const output = JSON.stringify([world.trace.lines, statuses.history, events]);
  const known = new Set<unknown>(reasons);
  const unknown = events.map((event): unknown => Reflect.get(event, 'reason')).filter((reason) => !known.has(reason));
  return [
    ...tokens.filter((token) => output.includes(token)).map((token) => `the token ${token} is in an output`),
    ...unknown.map((reason) => `an event has the reason ${String(reason)}, which is in no list`),
  ];
}
