import type { Timeline } from '../engine/timeline.ts';
import { ApiServer, type ApiServerOptions } from './api-server.ts';
import { GarbageCollector } from './garbage-collector.ts';
import { Kubelets } from './kubelets.ts';
import { Volumes } from './nodes/volumes.ts';
import { StatefulSetController } from './stateful-set-controller.ts';
import { Objects } from './storage/objects.ts';
import { Users } from './users.ts';
import type { Workload } from './workload.ts';

export interface KubernetesOptions extends Omit<ApiServerOptions, 'objects'> {
  readonly timeline: Timeline;
  /** What runs in every pod. */
  readonly workload: Workload;
  readonly nodes?: readonly string[];
  /** Milliseconds by which the caches of the StatefulSet controller are behind; drawn for each change. */
  readonly controllerLag?: () => number;
}

/** A whole cluster but for its network: attach `server` to an origin. */
export class Kubernetes {
  readonly objects: Objects;
  readonly server: ApiServer;
  readonly volumes: Volumes;
  readonly sets: StatefulSetController;
  readonly kubelets: Kubelets;
  readonly users: Users;
  readonly #options: KubernetesOptions;

  constructor(options: KubernetesOptions) {
    const { timeline, workload, nodes, controllerLag: lag } = options;
    const random = options.random.fork('kubernetes');
    this.#options = options;
    this.objects = new Objects(timeline, random);
    const { objects } = this;
    this.server = new ApiServer({ ...options, objects, random });
    this.volumes = new Volumes(objects);
    const { volumes } = this;
    this.sets = new StatefulSetController({ objects, random, volumes, ...(lag !== undefined && { lag }) });
    this.kubelets = new Kubelets({ objects, random, volumes, workload, ...(nodes !== undefined && { nodes }) });
    this.users = new Users(objects);
    // It listens, and acts by itself.
    void new GarbageCollector(objects, random);
  }

  /** One more API server over the same storage, which may lag behind the first. */
  secondServer(options: Partial<Pick<ApiServerOptions, 'cacheLag' | 'watchLag'>> = {}): ApiServer {
    const { count } = this.#options;
    const random = this.#options.random.fork('second-server');
    return new ApiServer({ ...options, ...(count !== undefined && { count }), objects: this.objects, random });
  }
}
