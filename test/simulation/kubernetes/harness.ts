import { KubeClient } from '../../../src/kube/kube-client.ts';
import type { KubeError } from '../../../src/kube/kube-error.ts';
import type { Identified } from '../../../src/kube/kube-object.ts';
import type { StoreEvent } from '../../../src/kube/object-store.ts';
import { Reflector } from '../../../src/kube/reflector.ts';
import type { Resource } from '../../../src/kube/resource.ts';
import { identify } from '../../kube/reflector-harness.ts';
import { testLog } from '../../kube/test-log.ts';
import { Network } from '../engine/network.ts';
import { SimulatedProcess } from '../engine/process.ts';
import { Seeded } from '../engine/seeded.ts';
import { Timeline } from '../engine/timeline.ts';
import { Kubernetes, type KubernetesOptions } from './kubernetes.ts';
import { RecordedWorkload } from './recorded-workload.ts';

/** Without the port: the client names an origin as `URL` does. */
const origin = 'https://10.96.0.1';
export const second = 'https://10.96.0.2';
export const arc = { namespace: 'arc', name: 'arc' };

/** A simulated cluster with one process that asks it through the real client. */
export class Harness {
  readonly timeline = new Timeline();
  readonly random = new Seeded(7);
  readonly network = new Network(this.timeline);
  readonly workload = new RecordedWorkload();
  readonly kubernetes: Kubernetes;
  readonly counts: string[] = [];
  /** `GET /api/v1/pods`: what arrived at the servers. */
  readonly asked: string[] = [];

  constructor(options: Partial<KubernetesOptions> = {}) {
    const { timeline, random, workload } = this;
    const count = (what: string): void => void this.counts.push(what);
    this.kubernetes = new Kubernetes({ timeline, random, workload, count, ...options });
    this.network.attach(origin, this.kubernetes.server);
    this.network.tap({ arrived: ({ method, path }) => void this.asked.push(`${method} ${path}`) });
  }

  process(name = 'operator'): SimulatedProcess {
    return new SimulatedProcess(name, this.timeline);
  }

  client(process = this.process(), server = origin): KubeClient {
    const authorize = async () => ({ authorization: `Bearer ${process.name}` });
    return new KubeClient({ server, authorize }, this.network.clientsOf(process), process.clock);
  }

  /** Lets time pass until the call is answered, for at most a minute. */
  async answer<T>(call: Promise<T>): Promise<T> {
    let isOver = false;
    const over = (): void => void (isOver = true);
    call.then(over, over);
    await this.timeline.run(this.timeline.now + 60_000, () => isOver);
    if (!isOver) throw new Error('no answer within a minute');
    return call;
  }

  /** The code of the error that a call ends with. */
  async refusal(call: Promise<unknown>): Promise<string> {
    return this.answer(
      call.then(
        () => 'none',
        (error: KubeError) => error.code,
      ),
    );
  }

  async pass(duration: number): Promise<void> {
    await this.timeline.run(this.timeline.now + duration);
  }

  /** A running reflector, and all that it told: `+arc-0`, `~arc-0`, `-arc-0`, `synced`. */
  reflect(resource: Resource, server = origin, labelSelector?: string) {
    const process = this.process('reflector');
    const told: string[] = [];
    const troubles: (string | undefined)[] = [];
    const stop = new AbortController();
    const reflector = new Reflector<Identified>({
      client: this.client(process, server),
      clock: process.clock,
      random: this.random.fork('reflector'),
      log: testLog(),
      resource,
      selection: { labelSelector },
      project: identify,
      onEvent: (event) => void told.push(spell(event)),
      onSynced: () => void told.push('synced'),
      onTrouble: (trouble) => void troubles.push(trouble?.code),
    });
    process.deliver(() => void reflector.run(stop.signal));
    return { reflector, told, troubles, process };
  }
}

function spell({ type, object }: StoreEvent<Identified>): string {
  return `${{ added: '+', updated: '~', deleted: '-' }[type]}${object.name}`;
}
