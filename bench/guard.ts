/**
 * What the scale-down guard adds to a request for another number of replicas: pairs of the same request, one in a namespace
 * with the label and one in a namespace without, in one run:
 *   node bench/guard.ts [pairs]
 */
import { guardedLabel } from '../scripts/guard/policy.ts';
import { raftCluster, statefulSet, statusOf } from '../test/e2e/guard/situation.ts';
import type { Bed } from '../test/testbed/bed.ts';
import { startBed } from '../test/testbed/bed.ts';
import { KubeAnswerError } from '../test/testbed/kube-answer-error.ts';
import { waitUntil } from '../test/testbed/wait-until.ts';
import { median, printTable } from './table.ts';

const [pairs = 1_000] = process.argv.slice(2).map(Number);
const root = new URL('..', import.meta.url).pathname;
/** Five voters, of which two may go. */
const { replicas, allowed, refused } = { replicas: 5, allowed: 4, refused: 2 };

const bed = await startBed();
try {
  await kubectl('apply', '--server-side', '-k', `${root}crds`);
  await kubectl('wait', '--for=condition=Established', 'crd/raftclusters.raftcluster.dev', '--timeout=30s');
  await kubectl('apply', '-k', `${root}config/guard`);
  await store('guarded', 1, guardedLabel);
  await store('crowded', 50, guardedLabel);
  await store('plain', 1);
  for (const namespace of ['guarded', 'crowded']) {
    await waitUntil(
      `the guard of ${namespace}`,
      { timeout: 30_000 },
      async () => (await scale(bed, namespace, refused)).isRefused,
    );
  }
  printTable(`One scale request of ${pairs} pairs, dry run, milliseconds`, [
    ...(await compared('allowed, 1 RaftCluster', 'guarded', allowed)),
    ...(await compared('allowed, 50 RaftClusters', 'crowded', allowed)),
    ...(await compared('refused, 1 RaftCluster', 'guarded', refused)),
  ]);
} finally {
  await bed.stop();
}

async function store(namespace: string, sets: number, labels = {}): Promise<void> {
  await bed.namespace(namespace, labels);
  for (let index = 0; index < sets; index++) {
    const name = `arc-${index}`;
    const [set, cluster] = [statefulSet(namespace, name, { replicas }), raftCluster(namespace, name, {})];
    await bed.kube.apply([set, cluster]);
    const { metadata } = await bed.kube.get({ apiVersion: set.apiVersion, kind: set.kind, namespace, name });
    const ref = { apiVersion: cluster.apiVersion, kind: cluster.kind, namespace, name };
    await bed.kube.patch(ref, { status: statusOf(name, metadata.uid, 1, { replicas }) }, 'merge', 'status');
  }
}

/** Taken in turns, so that what slows the machine slows both. */
async function compared(
  what: string,
  namespace: string,
  size: number,
): Promise<readonly (readonly [string, string])[]> {
  const [guarded, plain]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < pairs; pair++) {
    guarded.push((await scale(bed, namespace, size)).milliseconds);
    plain.push((await scale(bed, 'plain', size)).milliseconds);
  }
  const added = guarded.map((milliseconds, index) => milliseconds - (plain[index] ?? Number.NaN));
  return [
    [`${what}: with the guard`, figures(guarded)],
    [`${what}: without`, figures(plain)],
    [`${what}: added`, `median ${median(added).toFixed(2)}`],
  ];
}

async function scale(
  { kube }: Bed,
  namespace: string,
  size: number,
): Promise<{ readonly milliseconds: number; readonly isRefused: boolean }> {
  const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/arc-0/scale`;
  const body = { spec: { replicas: size } };
  const from = performance.now();
  try {
    await kube.connection.send('PATCH', path, {
      body,
      contentType: 'application/merge-patch+json',
      query: { dryRun: 'All' },
    });
    return { milliseconds: performance.now() - from, isRefused: false };
  } catch (error) {
    if (!(error instanceof KubeAnswerError && error.status === 403)) throw error;
    return { milliseconds: performance.now() - from, isRefused: true };
  }
}

function figures(all: readonly number[]): string {
  const sorted = all.toSorted((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
  return `median ${median(all).toFixed(2)}, 99 % ${p99.toFixed(2)}`;
}

async function kubectl(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await bed.kubectl(args);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
}
