import { KubeClient } from '../../../src/kube/kube-client.ts';
import { Operator } from '../../../src/operator.ts';
import type { Log, LogFields } from '../../../src/ports/log.ts';
import { noMetrics } from '../../../src/ports/metrics.ts';
import { drivers } from '../../../src/stores/drivers.ts';
import type { Network } from '../engine/network.ts';
import { SimulatedProcess } from '../engine/process.ts';
import type { ClockTrouble } from '../engine/process.ts';
import type { Seeded } from '../engine/seeded.ts';
import type { Trace } from '../engine/trace.ts';

/** One run of the operator's program: the whole of `src/operator.ts` with the real driver, over simulated ports. */
export class SimulatedOperator {
  readonly process: SimulatedProcess;
  readonly #signal = new AbortController();
  #isOver = false;

  constructor(options: SimulatedOperatorOptions) {
    const { name, network, random, trace, server, token } = options;
    this.process = new SimulatedProcess(name, network.timeline, options.clock);
    const createHttpClient = network.clientsOf(this.process);
    const { clock } = this.process;
    const connection = { server, authorize: async () => ({ authorization: `Bearer ${token}` }) };
    const operator = new Operator({
      client: new KubeClient(connection, createHttpClient, clock),
      createHttpClient,
      drivers: { Arc: drivers.Arc() },
      clock,
      random,
      log: toldTo(trace, name),
      metrics: noMetrics,
      namespace: undefined,
      leaseNamespace: options.elects ? 'raftcluster-system' : undefined,
      host: name,
    });
    const run = async (): Promise<void> => {
      await operator.run(this.#signal.signal);
      this.#isOver = true;
      trace.tell(name, 'has ended');
    };
    run().catch((error: unknown) => options.onDefect(`${name} failed: ${String(error)}`));
    network.timeline.touch();
  }

  /** It has ended by itself after `stop`. */
  get isOver(): boolean {
    return this.#isOver || !this.process.isAlive;
  }

  /** SIGTERM. */
  stop(): void {
    this.process.deliver(() => this.#signal.abort());
  }

  /** SIGKILL. */
  crash(): void {
    this.process.crash();
  }
}

export interface SimulatedOperatorOptions {
  /** Of the pod; no two runs may share it. */
  readonly name: string;
  readonly network: Network;
  readonly random: Seeded;
  readonly trace: Trace;
  /** The origin of the API server that it asks. */
  readonly server: string;
  /** With which it authenticates there. */
  readonly token: string;
  /** Whether it takes part in the election; without it leads from the start. */
  readonly elects: boolean;
  readonly clock?: ClockTrouble;
  readonly onDefect: (message: string) => void;
}

/** What it logs belongs to the story. */
function toldTo(trace: Trace, name: string): Log {
  const at = (level: string) => (fields: LogFields, message: string) =>
    trace.tell(name, `${level}: ${message} ${JSON.stringify(fields)}`);
  return { debug: () => {}, info: at('info'), warn: at('warn'), error: at('error') };
}
