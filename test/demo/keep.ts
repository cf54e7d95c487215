import { dirname } from 'node:path';
import { PODS, type Stage } from './stage.ts';

/** Where the meaning of a command stands. */
const COLUMN = 48;

/** Says how to play with what runs, and never returns: Ctrl-C ends it. */
export async function keepRunning({ bed, ground, screen, kubeconfig }: Stage): Promise<never> {
  screen.gap();
  screen.text('It all keeps running. In another terminal:');
  screen.gap();
  screen.output(
    [
      `export KUBECONFIG=${kubeconfig}`,
      `export KUBECACHEDIR=${bed.run.folder('home', 'kubectl')}`,
      `export PATH=${dirname(bed.controlPlane.kubectl)}:$PATH`,
    ].join('\n'),
  );
  screen.gap();
  const ideas = [
    ['kubectl get raft,statefulset,pod', 'what there is'],
    [`kubectl scale statefulset arc --replicas=${PODS}`, 'five again; their voters join'],
    ['kubectl scale statefulset arc --replicas=3', 'and two dead voters once more: pods are still killed'],
    ['kubectl get raft --watch', 'how they settle and go'],
    ['kubectl describe raft arc', 'every member’s verdict and reason, and the events'],
    ['kubectl delete pod arc-1', 'in range: its voter stays'],
    [
      `kubectl patch raft arc --type=merge -p '{"spec":{"removal":{"mode":"Observe"}}}'`,
      'publish the plan, remove nothing',
    ],
    ['kubectl explain raft.spec --recursive', 'every field'],
    [ground.logCommand, 'what the operator logs'],
  ] as const;
  for (const [command, meaning] of ideas) {
    const isLong = command.length >= COLUMN;
    screen.output(isLong ? `${command}\n${' '.repeat(COLUMN)}${meaning}` : `${command.padEnd(COLUMN)}${meaning}`);
  }
  screen.gap();
  screen.text('Ctrl-C here stops it and removes every file.');
  return new Promise<never>(() => setInterval(() => undefined, 3_600_000));
}
