/**
 * Runs the commands of the documents as they stand there, as their reader would, on a fresh cluster with real Raft nodes:
 * the README from source, then both ways of installation, and between them the pages for an operator that runs.
 * `node test/documents/documents.check.ts`; players.ts names the few lines that are left out, and why.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import type { RaftClusterStatus } from '../../src/api/raftcluster.ts';
import { Installation } from '../e2e/installation/installation.ts';
import { OperatorExecutable, operatorImage } from '../e2e/installation/operator-image.ts';
import { arcCluster, tokenSecret } from '../testbed/arc-cluster.ts';
import { type Bed, startBed } from '../testbed/bed.ts';
import { buildHelm } from '../testbed/build/helm.ts';
import type { KubeObject } from '../testbed/kube-object.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import { admitOperatorPods } from './operator-pods.ts';
import { blocksOf } from './pages.ts';
import { players } from './players.ts';
import { Reader } from './reader.ts';

const US = 'test/documents/documents.check.ts';
const INSTALLATION = 'docs/installation.md';
const TUTORIAL = 'docs/tutorial.md';
const SYSTEM = 'raftcluster-system';
const STORE = 'demo';
const token = 'a-token-of-at-least-thirty-two-characters';
const FROM_SOURCE = 'From source, as a process';
const raftClusters = { apiVersion: 'raftcluster.dev/v1alpha1', kind: 'RaftCluster' };

interface RaftCluster extends KubeObject {
  readonly status?: RaftClusterStatus;
}

const helm = await buildHelm(console.error);
const executable = await OperatorExecutable.build();
// As the manifests call it, and as installation.md does.
const images = { [operatorImage]: executable.path, [`registry.example.com/${operatorImage}`]: executable.path };
const bed = await startBed({ say: () => undefined, images });
try {
  const visitor = await fromSource(bed);
  await admitOperatorPods(bed);
  await startStore(bed, STORE, 5);
  const reader = new Reader(bed, helm, STORE);
  await byKubectl(reader);
  await byHelm(reader);
  await inOneNamespace(reader);

  const mine = Object.keys(players).filter((page) => players[page] === US);
  for (const page of mine) {
    const unread = (page === 'README.md' ? visitor : reader).unread(page);
    assert.deepEqual(unread, [], `nobody runs these commands of ${page}`);
  }
  console.log(`${visitor.lines + reader.lines} lines of commands on ${mine.length} pages work as they stand`);
} catch (error) {
  console.error(await whatRuns());
  throw error;
} finally {
  await bed.stop();
  executable.remove();
}

/** The README, whose operator is a process of its reader’s. */
async function fromSource({ kube }: Bed): Promise<Reader> {
  const namespace = 'readme';
  await startStore(bed, namespace, 3);
  const visitor = new Reader(bed, helm, namespace);
  await visitor.follow('README.md', FROM_SOURCE, 0);
  await visitor.follow('README.md', FROM_SOURCE, 1);
  const process = visitor.startEndless('README.md');
  await visitor.follow('README.md', FROM_SOURCE, 2);
  await visitor.follow('README.md', FROM_SOURCE, 3);
  const status = await waitUntil('the operator to take the new mode', { timeout: 30_000 }, async () => {
    const raft = await kube.get<RaftCluster>({ ...raftClusters, namespace, name: 'arc' });
    return raft.status?.observedGeneration === 2 && raft.status;
  });
  assert.equal(status.liveVoters, 3);
  await process.stop(10_000);
  await kubectl('delete', 'namespace', namespace, SYSTEM, '--timeout=60s');
  return visitor;
}

async function byKubectl(reader: Reader): Promise<void> {
  await Promise.all([reader.follow(INSTALLATION, 'With kubectl'), new Installation(bed, SYSTEM).identify()]);
  const sections = [...new Set(blocksOf(TUTORIAL).map(({ section }) => section))];
  for (const section of sections.slice(0, -1)) await reader.follow(TUTORIAL, section);
  // The guide is for those who have a RaftCluster; the tutorial's last section deletes it.
  await reader.follow('docs/user-guide.md');
  await reader.follow(TUTORIAL, sections.at(-1));
  await reader.follow('docs/rbac.md');
  await reader.follow('docs/status-page.md');
  await anotherToken(reader);
  await reader.follow('docs/troubleshooting.md');
  await reader.follow(INSTALLATION, 'Uninstall', 0);
}

/** The page on Arc, whose reader has the token in a file; the tutorial has deleted the RaftCluster. */
async function anotherToken(reader: Reader): Promise<void> {
  reader.write('token.txt', `${token}\n`);
  await reader.follow('docs/tutorial.md', '4. Say what belongs together');
  await reader.follow('docs/arc.md');
}

async function byHelm(reader: Reader): Promise<void> {
  const operator = new Installation(bed, SYSTEM);
  await Promise.all([reader.follow(INSTALLATION, 'With Helm'), operator.identify()]);
  await operator.rolledOut();
  await reader.follow(INSTALLATION, 'Uninstall', 1);
}

async function inOneNamespace(reader: Reader): Promise<void> {
  const operator = new Installation(bed, STORE);
  const section = 'In one namespace';
  await reader.follow(INSTALLATION, section, 0);
  await Promise.all([reader.follow(INSTALLATION, section, 1), operator.identify()]);
  await operator.rolledOut();
  // “or”
  await kubectl('delete', '-n', STORE, '-k', 'config/namespaced', '--timeout=60s');
  await Promise.all([reader.follow(INSTALLATION, section, 2), operator.identify()]);
  await operator.rolledOut();
}

async function startStore({ agent, kube }: Bed, namespace: string, replicas: number): Promise<void> {
  await bed.namespace(namespace);
  agent.ungraceful(namespace);
  await kube.apply([
    tokenSecret(namespace, 'arc-bootstrap-token', token),
    ...arcCluster({ namespace, name: 'arc', replicas, tokenSecret: 'arc-bootstrap-token' }),
  ]);
}

async function kubectl(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await bed.kubectl(args);
  assert.equal(code, 0, `kubectl ${args.join(' ')}: ${stderr}`);
}

/** For a message: pods that run, and the last words of the operator's. */
async function whatRuns(): Promise<string> {
  const { stdout } = await bed.kubectl(['get', 'pods', '-A', '-o', 'wide']);
  const logs = globSync(`${bed.run.folder('logs')}/*/raftcluster-operator-*.log`);
  return [stdout, ...logs.map((log) => `${log}\n${readFileSync(log, 'utf8').slice(-1500)}`)].join('\n');
}
