import { waitUntil } from '../../testbed/wait-until.ts';

interface LogLine {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly [field: string]: unknown;
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
  async readyz(): Promise<{ readonly status: number; readonly text: string }> {
    const port = this.lines.find(({ msg }) => msg === 'Started')?.['healthPort'];
    const answer = await fetch(`http://127.0.0.1:${String(port)}/readyz`, { signal: AbortSignal.timeout(5_000) });
    return { status: answer.status, text: await answer.text() };
  }

  /** Waits for an answer of `/readyz`. */
  async readyzIs(status: number, text: RegExp, timeout = 60_000): Promise<void> {
    await waitUntil(`/readyz to answer ${status} ${String(text)}`, { timeout }, async () => {
      const answer = await this.readyz();
      if (answer.status === status && text.test(answer.text)) return true;
      throw new Error(`${answer.status} ${answer.text}`);
    });
  }
}
