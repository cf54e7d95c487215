import type { Exchange } from '../engine/exchange.ts';
import type { SimulatedProcess } from '../engine/process.ts';
import type { Stage } from '../scenarios/stage.ts';
import type { OperatorOptions } from '../world/world.ts';
import { Effects } from './effects.ts';
import type { Crash, Point } from './plan.ts';

/** A moment of a run at which the operator could have crashed. */
export interface CrashPoint extends Crash {
  readonly what: string;
  /**
   * Equal for points that nothing outside can tell apart: the same effects have been handed over, and the next operator
   * starts at the same time. What is different dies with the process; of the run after it at most the jitter of single
   * requests differs.
   */
  readonly moment: string;
}

/** Milliseconds until another operator starts, at the next multiple of `beat`. */
const restartAfter = 1_000;
const beat = 500;

/** Numbers the effects of a run, crashes the operator where the plan says so, and starts another one. */
export class Crashes {
  /** Since the last crash of the plan, in their order; without a plan since the beginning. */
  #passed: CrashPoint[] = [];
  readonly #stage: Stage;
  readonly #left: Crash[];
  readonly #effects = new Effects();
  readonly #numbers = new Map<Exchange, { readonly effect: number; readonly what: string }>();
  readonly #options = new Map<SimulatedProcess, OperatorOptions>();
  #handedOver = 0;

  constructor(stage: Stage, plan: readonly Crash[]) {
    this.#stage = stage;
    this.#left = [...plan];
    stage.world.network.tap({
      sending: (exchange) => {
        this.#learn(exchange);
        const what = this.#effects.describe(exchange);
        if (what === undefined) return;
        this.#numbers.set(exchange, { effect: this.#numbers.size + 1, what });
        this.#pass(exchange, 'sending');
        if (exchange.process.isAlive) this.#handedOver++;
      },
      arrived: (exchange) => this.#pass(exchange, 'arrived'),
      answered: (exchange) => this.#pass(exchange, 'answered'),
      delivered: (exchange) => this.#pass(exchange, 'delivered'),
    });
  }

  /** Whether everything that was planned has happened. */
  get isDone(): boolean {
    return this.#left.length === 0;
  }

  /** Three an effect: before it, after it and before the answer (on arrival where none comes), after the answer. */
  get points(): readonly CrashPoint[] {
    const answered = new Set(this.#passed.flatMap(({ effect, point }) => (point === 'answered' ? effect : [])));
    return this.#passed.filter(({ effect, point }) => point !== 'arrived' || !answered.has(effect));
  }

  #pass(exchange: Exchange, point: Point): void {
    const { process } = exchange;
    const numbered = this.#numbers.get(exchange);
    if (numbered === undefined || !process.isAlive) return;
    const { timeline, trace } = this.#stage.world;
    const restartAt = Math.ceil((timeline.now + restartAfter) / beat) * beat;
    const moment = `${process.name} ${this.#handedOver} ${restartAt}`;
    this.#passed.push({ ...numbered, point, moment });
    const [next] = this.#left;
    if (next?.effect !== numbered.effect || next.point !== point) return;
    this.#left.shift();
    this.#passed = [];
    trace.tell('trouble', `${process.name} crashes: ${numbered.effect}.${point}, ${numbered.what}`);
    process.crash();
    timeline.at(restartAt, () => void this.#stage.startOperator(this.#options.get(process)));
  }

  /** How the process was started, as far as it shows. */
  #learn({ process, origin, path }: Exchange): void {
    if (!origin.startsWith('https:')) return;
    const elects = this.#options.get(process)?.elects === true || path.includes('/leases');
    this.#options.set(process, { server: origin, elects });
  }
}
