/**
 * Follows the runbooks word for word, on a fresh cluster with real Raft nodes and the operator as its manifests run it; that
 * of the lost quorum after a quorum was really lost: `node test/documents/runbooks.check.ts`.
 */
import assert from 'node:assert/strict';
import { Installation } from '../e2e/installation/installation.ts';
import { OperatorExecutable, operatorImage } from '../e2e/installation/operator-image.ts';
import { arcCluster, tokenSecret } from '../testbed/arc-cluster.ts';
import { startBed } from '../testbed/bed.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import { admitOperatorPods } from './operator-pods.ts';
import { blocksOf, pages } from './pages.ts';
import { players } from './players.ts';
import { Reader } from './reader.ts';

const US = 'test/documents/runbooks.check.ts';
const QUORUM_LOST = 'docs/runbooks/quorum-lost.md';
/** Look at what there is; any cluster will do. */
const OBSERVING = [
  'docs/runbooks/dead-voter-stays.md',
  'docs/runbooks/no-fault-tolerance.md',
  'docs/runbooks/operator-down.md',
  'docs/runbooks/operator-failing.md',
  'docs/runbooks/removal-unconfirmed.md',
  'docs/runbooks/stalled.md',
  'docs/runbooks/state-unknown.md',
  'docs/runbooks/voter-not-live.md',
];
/** Suspend and let go, or restart: each ends with a healthy cluster. */
const CHANGING = ['docs/runbooks/split-brain.md', 'docs/runbooks/suspended.md', 'docs/runbooks/operator-deaf.md'];
const SYSTEM = 'raftcluster-system';
const NAMESPACE = 'demo';

const executable = await OperatorExecutable.build();
const bed = await startBed({ say: () => undefined, images: { [operatorImage]: executable.path } });
try {
  await admitOperatorPods(bed);
  await bed.namespace(NAMESPACE);
  bed.agent.ungraceful(NAMESPACE);
  const token = 'arc-bootstrap-token';
  await bed.kube.apply([
    tokenSecret(NAMESPACE, token, 'a-token-of-at-least-thirty-two-characters'),
    ...arcCluster({ namespace: NAMESPACE, name: 'arc', replicas: 3, tokenSecret: token }),
  ]);
  const operator = new Installation(bed, SYSTEM);
  await Promise.all([kubectl('apply', '-k', 'config/default'), operator.identify()]);
  await operator.rolledOut();
  await kubectl('apply', '-n', NAMESPACE, '-f', 'test/demo/raftcluster.yaml');
  const reader = new Reader(bed, executable.path, NAMESPACE);
  await kubectl('wait', '-n', NAMESPACE, 'raft/arc', '--for=condition=Ready', '--timeout=90s');

  await followQuorumLost(reader);
  for (const page of [...OBSERVING, ...CHANGING]) await reader.follow(page);
  await operator.rolledOut();

  assert.deepEqual(
    bed.requestLog(NAMESPACE).filter(({ method }) => method === 'DELETE'),
    [],
    'removals',
  );
  const mine = pages().filter((page) => players[page] === US);
  for (const page of mine) assert.deepEqual(reader.unread(page), [], `nobody runs these commands of ${page}`);
  console.log(`${reader.lines} lines of commands in ${mine.length} runbooks work as they stand`);
} finally {
  await bed.stop();
  executable.remove();
}

/** After 3→1 at once: its commands, in its order, bring the cluster back. */
async function followQuorumLost(reader: Reader): Promise<void> {
  await kubectl('scale', '-n', NAMESPACE, 'statefulset/arc', '--replicas=1');
  const message = await waitUntil('the lost quorum', { timeout: 90_000 }, async () => {
    const [, text] = /^QuorumLost (.*)$/.exec(await ready()) ?? [];
    return text;
  });
  // The page shows the command that the message names; the namespace is that of the reader's context.
  const [named] = /kubectl scale .*$/.exec(message) ?? [];
  const shown = blocksOf(QUORUM_LOST).flatMap(({ text }) => text.split('\n').map((line) => line.trim()));
  assert.ok(
    named !== undefined && shown.includes(named.replace(` -n ${NAMESPACE}`, '')),
    `${QUORUM_LOST} lacks: ${message}`,
  );
  await reader.follow(QUORUM_LOST);
  assert.match(await ready(), /^Healthy /);
}

/** Reason and message of Ready. */
function ready(): Promise<string> {
  const path = '{range .status.conditions[?(@.type=="Ready")]}{.reason} {.message}{end}';
  return kubectl('get', '-n', NAMESPACE, 'raft', 'arc', '-o', `jsonpath=${path}`);
}

async function kubectl(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await bed.kubectl(args);
  assert.equal(code, 0, `kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}
