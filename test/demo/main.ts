/** Shows the operator's main job on real parts: `make demo`, `make demo KEEP=1`, `make demo NODE=real`. */
import { existsSync } from 'node:fs';
import { showHealthy } from './healthy.ts';
import { killInRange } from './in-range-kill.ts';
import { interruptible } from './interruptible.ts';
import { keepRunning } from './keep.ts';
import { scaleDown } from './scale-down.ts';
import { Screen, seconds } from './screen.ts';
import { openStage, setStage, type Stage } from './stage.ts';
import { summary } from './summary.ts';

const began = performance.now();
const screen = new Screen(process.stdout);
const interruption = interruptible(screen);
let stage: Stage | undefined;
try {
  screen.title('raftcluster-operator: dead voters go, live ones stay');
  screen.gap();
  screen.text(
    'A Raft cluster of five pods is scaled down to three. The two that go leave their votes behind; the operator removes them. ' +
      'The settling delay is 10 s here, so that you need not wait long; the default is 60 s.',
  );
  screen.chapter('The stage is set');
  screen.text(
    process.env['NODE'] === 'real'
      ? 'On two real nodes: kubelet and containerd run every pod, the operator’s too.'
      : 'On the process bed: the control plane is real, every pod is one process. As root on Linux, `make demo NODE=real` plays on two real nodes.',
  );
  screen.gap();
  stage = await openStage(screen);
  await setStage(stage);
  screen.chapter('A healthy cluster');
  await showHealthy(stage);
  screen.chapter('Scaled from five to three, without a goodbye');
  const down = await scaleDown(stage);
  screen.chapter('What must not happen');
  const kill = await killInRange(stage);
  screen.chapter('What happened');
  for (const sentence of summary(down, kill)) {
    screen.text(sentence);
    screen.gap();
  }
  if (process.env['KEEP'] === '1') await keepRunning(stage);
  await close(stage);
} catch (error) {
  // Whoever was interrupted ends the process.
  if (!interruption.begun) await fail(error);
}

async function close({ bed }: Stage): Promise<void> {
  const { path } = bed.run;
  await screen.quietStep('stopping', () => bed.stop());
  if (existsSync(path)) throw new Error(`${path} is still there`);
  screen.text(
    `All of it is stopped again, after ${seconds(performance.now() - began)}. \`make demo KEEP=1\` leaves it running.`,
  );
}

async function fail(error: unknown): Promise<void> {
  process.exitCode = 1;
  screen.failure(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof Error && error.cause instanceof Error) screen.output(error.cause.message);
  if (stage === undefined) return;
  screen.output(await stage.kubectl('get', 'raft', '-o', 'wide').catch(() => ''));
  screen.output(`The end of the operator's log:\n${stage.ground.lastWords()}`);
  await stage.bed.stop();
}
