import { isDeepStrictEqual } from 'node:util';

import { group, kind, version } from '../api/raftcluster.ts';
import type { RaftClusterStatus } from '../api/raftcluster.ts';
import type { EventRecorder } from '../kube/event-recorder.ts';
import type { CallOptions } from '../kube/kube-client.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import type { StatusWriter } from '../kube/status-writer.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import { happeningsBetween } from './happenings.ts';
import { projectCluster } from './projections.ts';
import type { CachedCluster } from './projections.ts';

/** A RaftCluster onto whose status one can be written: what it holds is understood. */
export interface ReportableCluster extends CachedCluster {
  readonly status: RaftClusterStatus;
}

const apiVersion = `${group}/${version}`;

/** Writes statuses: whole, only when something changed, only onto the state that they were decided on. */
export class StatusStore {
  readonly #writer: Pick<StatusWriter, 'replace'>;
  readonly #recorder: Pick<EventRecorder, 'record'>;
  readonly #remember: (cluster: CachedCluster) => void;
  readonly #log: Log;
  readonly #metrics: Metrics;

  constructor(options: {
    readonly writer: Pick<StatusWriter, 'replace'>;
    readonly recorder: Pick<EventRecorder, 'record'>;
    /** Told of the object as it is after a write, so that the next pass does not see an older one. */
    readonly remember: (cluster: CachedCluster) => void;
    readonly log: Log;
    readonly metrics: Metrics;
  }) {
    this.#writer = options.writer;
    this.#recorder = options.recorder;
    this.#remember = options.remember;
    this.#log = options.log;
    this.#metrics = options.metrics;
  }

  /** Answers the RaftCluster as it is afterwards. Throws `KubeError`: `conflict` when it has changed meanwhile. */
  async write(cluster: ReportableCluster, status: RaftClusterStatus, options: CallOptions): Promise<ReportableCluster> {
    if (isDeepStrictEqual(cluster.status, status)) return cluster;
    const { namespace, name, uid, resourceVersion } = cluster;
    const target = { apiVersion, kind, namespace, name, uid, resourceVersion };
    const written = reportable(await this.#writer.replace(target, status, options));
    this.#remember(written);
    this.#tell(cluster, status);
    return written;
  }

  #tell(cluster: ReportableCluster, status: RaftClusterStatus): void {
    const { namespace, name, uid } = cluster;
    const regarding = { apiVersion, kind, namespace, name, uid };
    const told = new Set(cluster.status.removals?.map(({ member, startedAt }) => `${member} ${startedAt}`));
    for (const { member, startedAt, result } of status.removals ?? []) {
      if (told.has(`${member} ${startedAt}`)) continue;
      this.#metrics.count('raftcluster_removals_total', { namespace, name, result });
    }
    for (const happening of happeningsBetween(cluster.status, status)) {
      this.#recorder.record({ ...happening, regarding });
      const fields = { raftCluster: `${namespace}/${name}`, reason: happening.reason };
      if (happening.type === 'Warning') this.#log.warn(fields, happening.note);
      else this.#log.info(fields, happening.note);
    }
  }
}

function reportable(object: KubeObject): ReportableCluster {
  const cluster = projectCluster(object);
  const { status } = cluster;
  if (!('invalid' in status)) return { ...cluster, status };
  throw new KubeError(
    'internal',
    `RaftCluster ${cluster.namespace}/${cluster.name}: the status that was written cannot be understood: ${status.invalid}`,
  );
}
