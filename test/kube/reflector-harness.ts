import { KubeClient } from '../../src/kube/kube-client.ts';
import type { KubeError } from '../../src/kube/kube-error.ts';
import type { Identified, KubeObject } from '../../src/kube/kube-object.ts';
import type { StoreEvent } from '../../src/kube/object-store.ts';
import { Reflector, type ReflectorOptions } from '../../src/kube/reflector.ts';
import { pods } from '../../src/kube/resource.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { createHttpClient } from '../../src/ports/http-undici.ts';
import { createClock } from '../../src/ports/real-clock.ts';
import { createRandom } from '../../src/ports/real-random.ts';
import { eventually } from '../ports/eventually.ts';
import { FakeApiServer } from './fake-api-server.ts';
import { fastClock } from './fast-clock.ts';
import { testLog } from './test-log.ts';

/** A reflector of pods at a fake API server, and all that it told. */
export class ReflectorHarness {
  readonly server: FakeApiServer;
  readonly reflector: Reflector<Identified>;
  /** `+arc/a@1` added, `~arc/a@1>2` updated, `-arc/a@2` deleted, `synced`. */
  readonly told: string[] = [];
  readonly troubles: (string | undefined)[] = [];
  readonly log = testLog();
  /** Milliseconds of every pause between two tries. */
  readonly pauses: number[] = [];
  readonly #client: KubeClient;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  private constructor(server: FakeApiServer, given: Partial<ReflectorOptions<Identified>>) {
    const { clock: _, ...withoutClock } = given;
    this.server = server;
    this.#client = new KubeClient(server.connection(), createHttpClient, createClock());
    this.reflector = new Reflector({
      client: this.#client,
      clock: this.#pausing(given.clock ?? fastClock()),
      random: createRandom(),
      log: this.log,
      resource: pods,
      selection: {},
      project: identify,
      onEvent: (event) => void this.told.push(spell(event)),
      onSynced: () => void this.told.push('synced'),
      onTrouble: (trouble: KubeError | undefined) => void this.troubles.push(trouble?.code),
      ...withoutClock,
    });
    this.#running = this.reflector.run(this.#stop.signal);
  }

  static async start(given: Partial<ReflectorOptions<Identified>> = {}): Promise<ReflectorHarness> {
    return new ReflectorHarness(await FakeApiServer.start(), given);
  }

  /** What the store holds: `arc/a@1`. */
  get held(): readonly string[] {
    return [...this.reflector.store.list()].map(
      ({ namespace, name, resourceVersion }) => `${namespace}/${name}@${resourceVersion}`,
    );
  }

  #pausing(clock: Clock): Clock {
    const sleep = async (delay: number, signal?: AbortSignal): Promise<void> => {
      this.pauses.push(delay);
      await clock.sleep(delay, signal);
    };
    return { ...clock, sleep };
  }

  async until(last: string): Promise<void> {
    await eventually(`told ${last}, after ${this.told.join(' ')}`, () => this.told.at(-1) === last);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#client.close();
    await this.server.stop();
  }
}

export function identify({ metadata }: KubeObject): Identified {
  const { namespace = '', name, uid, resourceVersion } = metadata;
  return { namespace, name, uid, resourceVersion };
}

function spell(event: StoreEvent<Identified>): string {
  const { namespace, name, resourceVersion } = event.object;
  const key = `${namespace}/${name}`;
  if (event.type === 'updated') return `~${key}@${event.previous.resourceVersion}>${resourceVersion}`;
  return `${event.type === 'added' ? '+' : '-'}${key}@${resourceVersion}`;
}
