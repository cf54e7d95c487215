import type { Cluster } from '../../../membership/cluster.ts';
import { cluster } from '../../../membership/cluster.ts';
import { createArcDriver } from '../../../../src/stores/arc/arc-driver.ts';
import { type ClusterBody, clusterBody, configurationText } from '../cluster-body.ts';
import { answered, ScriptedHttp } from '../scripted-http.ts';

/** What a pod answers to `GET /api/v1/cluster`, or why there is no answer. */
export type PodAnswer = object | string | Uint8Array | Error;

const driver = createArcDriver();

/** `arc-<ordinal>` as a voter, or with another suffrage. */
export function server(ordinal: number | string, suffrage = 'Voter') {
  return { suffrage, id: `arc-${ordinal}`, address: `arc-${ordinal}.arc.db.svc:9200` };
}

export const fiveVoters = [0, 1, 2, 3, 4].map((ordinal) => server(ordinal));

/** What the node of one pod says, by default as a follower of `arc-0` in term 7 that shows five voters. */
export interface ArcNode extends ClusterBody {
  servers?: readonly ReturnType<typeof server>[];
  term?: number;
  log?: number;
  committed?: number;
  contact?: string;
}

export function node(ordinal: number, given: ArcNode = {}): object {
  const { servers = fiveVoters, term = 7, log = 90, committed = log, contact, state = 'Follower', ...rest } = given;
  const self = `arc-${ordinal}`;
  const voters = servers.filter(({ suffrage }) => suffrage === 'Voter');
  const peers = voters.some(({ id }) => id === self) ? voters.length - 1 : 0;
  return clusterBody({
    self,
    state,
    leader: 'arc-0',
    registry: servers.map(({ id }) => [id, '2026-11-22T17:24:41.097392394Z']),
    ...rest,
    stats: {
      state,
      term: `${term}`,
      last_log_index: `${log}`,
      // Whoever campaigns raises its term, and has no entries of it.
      last_log_term: state === 'Candidate' ? '7' : `${term}`,
      commit_index: `${committed}`,
      num_peers: `${peers}`,
      latest_configuration: configurationText(servers),
      ...(contact !== undefined && { last_contact: contact }),
      ...given.stats,
    },
  });
}

export function leader(ordinal: number, given: ArcNode = {}): object {
  return node(ordinal, { state: 'Leader', leader: `arc-${ordinal}`, ...given });
}

/**
 * Five voters of which the set wants four: `arc-4` is gone for good and the delay has passed. The pods `arc-0` to `arc-3`
 * answer what is given, read by the driver, else as a leader `arc-0` and its followers do.
 */
export async function fourPods(answers: Readonly<Record<string, PodAnswer>>, leads = 'arc-0'): Promise<Cluster> {
  const world = cluster().set('arc', { replicas: 4 }).voters(5).leader(leads);
  const usual = { 'arc-0': leader(0), 'arc-1': node(1), 'arc-2': node(2), 'arc-3': node(3) };
  for (const [pod, answer] of Object.entries({ ...usual, ...answers })) {
    const http = new ScriptedHttp(answer instanceof Error ? answer : answered(200, answer));
    const result = await driver.read({ http, origin: 'http://10.0.0.7:8000', timeout: 5_000 });
    world.answers(pod, result.kind === 'view' ? result.view : result);
  }
  return world.settled();
}
