import { waitUntil } from '../../testbed/wait-until.ts';

interface LogLine {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface ProbeAnswer {
  readonly status: number;
  readonly text: string;
}

/** What an operator says of itself, whatever runs it: in its log, and by its health endpoints on this machine. */
export abstract class ObservedOperator {
  /** Everything that it wrote. */
  abstract get output(): string;

  get lines(): readonly LogLine[] {
    const complete = this.output.split('\n').slice(0, -1);
    return complete.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as LogLine);
  }

  /** When it first logged this message, milliseconds since the epoch. */
  saidAt(message: string): number | undefined {
    const line = this.lines.find(({ msg }) => msg === message);
    return line && Date.parse(line.time);
  }

  /** What `/readyz` answers. */
  async readyz(): Promise<ProbeAnswer> {
    return this.#ask('healthPort', '/readyz');
  }

  /** What `/livez` answers, as the kubelet asks: without an answer within `patience` milliseconds it throws. */
  async livez(patience = 5_000): Promise<ProbeAnswer> {
    return this.#ask('healthPort', '/livez', patience);
  }

  /** What Prometheus is told. */
  async metrics(): Promise<string> {
    const { status, text } = await this.#ask('metricsPort', '/metrics');
    if (status !== 200) throw new Error(`/metrics: ${status} ${text}`);
    return text;
  }

  /** Waits for an answer of `/readyz`. */
  async readyzIs(status: number, text: RegExp, timeout = 60_000): Promise<void> {
    await waitUntil(`/readyz to answer ${status} ${String(text)}`, { timeout }, async () => {
      const answer = await this.readyz();
      if (answer.status === status && text.test(answer.text)) return true;
      throw new Error(`${answer.status} ${answer.text}`);
    });
  }

  async #ask(server: 'healthPort' | 'metricsPort', path: string, patience = 5_000): Promise<ProbeAnswer> {
    const port = this.lines.find(({ msg }) => msg === 'Started')?.[server];
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, { signal: AbortSignal.timeout(patience) });
    return { status: answer.status, text: await answer.text() };
  }
}
