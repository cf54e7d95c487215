import { isDeepStrictEqual } from 'node:util';

import { group, kind, version } from '../api/raftcluster.ts';
import type { RaftClusterStatus } from '../api/raftcluster.ts';
import type { EventRecorder } from '../kube/event-recorder.ts';
import type { CallOptions } from '../kube/kube-client.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { KubeErrorCode } from '../kube/kube-error.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import type { StatusWriter } from '../kube/status-writer.ts';
import { endsBetween, happeningsBetween } from './happenings.ts';
import type { PassLogs } from './pass-logs.ts';
import { projectCluster } from './projections.ts';
import type { CachedCluster } from './projections.ts';
import type { RemovalCounts } from './removal-counts.ts';
import { keyOf } from './resource.ts';

/** A RaftCluster onto whose status one can be written: what it holds is understood. */
export interface ReportableCluster extends CachedCluster {
  readonly status: RaftClusterStatus;
}

interface Unanswered {
  readonly uid: string;
  readonly before: RaftClusterStatus;
  readonly after: RaftClusterStatus;
}

const apiVersion = `${group}/${version}`;

/** Writes statuses: whole, only when something changed, only onto the state that they were decided on. */
export class StatusStore {
  readonly #writer: Pick<StatusWriter, 'replace'>;
  readonly #recorder: Pick<EventRecorder, 'record'>;
  readonly #remember: (cluster: CachedCluster) => void;
  readonly #logs: PassLogs;
  readonly #counts: RemovalCounts;
  /** The last write of each RaftCluster that may have happened without our knowing. */
  readonly #unanswered = new Map<string, Unanswered>();

  constructor(options: {
    readonly writer: Pick<StatusWriter, 'replace'>;
    readonly recorder: Pick<EventRecorder, 'record'>;
    /** Told of the object as it is after a write, so that the next pass does not see an older one. */
    readonly remember: (cluster: CachedCluster) => void;
    readonly logs: PassLogs;
    readonly counts: RemovalCounts;
  }) {
    this.#writer = options.writer;
    this.#recorder = options.recorder;
    this.#remember = options.remember;
    this.#logs = options.logs;
    this.#counts = options.counts;
  }

  /** Answers the RaftCluster as it is afterwards. Throws `KubeError`: `conflict` when it has changed meanwhile. */
  async write(cluster: ReportableCluster, status: RaftClusterStatus, options: CallOptions): Promise<ReportableCluster> {
    this.#tellLate(cluster);
    if (isDeepStrictEqual(cluster.status, status)) return cluster;
    const written = await this.#replace(cluster, status, options).catch((error: unknown) => {
      const { uid } = cluster;
      if (mayHaveHappened(error)) this.#unanswered.set(keyOf(cluster), { uid, before: cluster.status, after: status });
      throw error;
    });
    this.#unanswered.delete(keyOf(cluster));
    this.#remember(written);
    this.#tell(cluster, cluster.status, status);
    return written;
  }

  /** Writes a status that tells of no removal: nobody is told, and an earlier write without an answer is still one. */
  async amend(cluster: ReportableCluster, status: RaftClusterStatus, options: CallOptions): Promise<void> {
    this.#remember(await this.#replace(cluster, status, options));
  }

  async #replace(
    { namespace, name, uid, resourceVersion }: ReportableCluster,
    status: RaftClusterStatus,
    options: CallOptions,
  ): Promise<ReportableCluster> {
    const target = { apiVersion, kind, namespace, name, uid, resourceVersion };
    return reportable(await this.#writer.replace(target, status, options));
  }

  /** Of a RaftCluster that is gone. */
  forget(key: string): void {
    this.#unanswered.delete(key);
    this.#counts.forget(key);
  }

  /** The end of a removal is told once, whether or not an answer said that it was written. */
  #tellLate(cluster: ReportableCluster): void {
    const late = this.#unanswered.get(keyOf(cluster));
    const { removals = [] } = cluster.status;
    if (late?.uid !== cluster.uid || !isDeepStrictEqual(removals, late.after.removals)) return;
    this.#unanswered.delete(keyOf(cluster));
    this.#tell(cluster, late.before, { ...late.before, removals });
  }

  #tell(cluster: CachedCluster, before: RaftClusterStatus, after: RaftClusterStatus): void {
    const { namespace, name, uid } = cluster;
    const regarding = { apiVersion, kind, namespace, name, uid };
    for (const { result } of endsBetween(before, after)) this.#counts.count(cluster, result);
    const log = this.#logs.of(keyOf(cluster));
    for (const { about, ...happening } of happeningsBetween(before, after)) {
      this.#recorder.record({ ...happening, regarding });
      const fields = { reason: happening.reason, ...about, cluster: picture(after) };
      if (happening.type === 'Warning') log.warn(fields, happening.note);
      else log.info(fields, happening.note);
    }
  }
}

/** The state of the cluster in which something happened. */
function picture({ observedGeneration, leader, term, voters, liveVoters, quorum }: RaftClusterStatus): object {
  return { generation: observedGeneration, leader, term, voters, liveVoters, quorum };
}

/** A write without an answer, and one that a server failed over, may have happened. */
function mayHaveHappened(error: unknown): boolean {
  return error instanceof KubeError && uncertain.has(error.code);
}

const uncertain: ReadonlySet<KubeErrorCode> = new Set(['timeout', 'network', 'unavailable', 'aborted', 'internal']);

function reportable(object: KubeObject): ReportableCluster {
  const cluster = projectCluster(object);
  const { status } = cluster;
  if (!('invalid' in status)) return { ...cluster, status };
  throw new KubeError(
    'internal',
    `RaftCluster ${cluster.namespace}/${cluster.name}: the status that was written cannot be understood: ${status.invalid}`,
  );
}
