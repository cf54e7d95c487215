import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import type { Container } from './pod.ts';

/** Milliseconds between two probes before the first success and after it. */
const AT_START = 100;
const LATER = 1_000;
/** As the kubelet's default. */
const FAILURES = 3;

/** Probes of all pods; HTTPS is not verified, as the kubelet does not. */
export class Readiness {
  readonly #agent = new Agent({ allowH2: false, connect: { rejectUnauthorized: false } });

  /** Tells `changed` when the container becomes Ready and when it stops being, until the signal aborts. */
  async follow(
    container: Container,
    address: string,
    changed: (ready: boolean) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const probe = container.readinessProbe?.httpGet;
    if (probe === undefined) return changed(true);
    const origin = `${(probe.scheme ?? 'HTTP').toLowerCase()}://${address}:${portOf(container, probe.port)}`;
    const timeout = (container.readinessProbe?.timeoutSeconds ?? 1) * 1_000;
    let ready = false;
    let failures = 0;
    while (!signal.aborted) {
      const passed = await this.#passes(origin, probe.path ?? '/', timeout, signal);
      failures = passed ? 0 : failures + 1;
      const now: boolean = passed || (ready && failures < FAILURES);
      if (now !== ready && !signal.aborted) changed(now);
      ready = now;
      await sleep(ready ? LATER : AT_START, undefined, { signal }).catch(() => undefined);
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #passes(origin: string, path: string, timeout: number, signal: AbortSignal): Promise<boolean> {
    try {
      const { statusCode, body } = await this.#agent.request({
        origin,
        path,
        method: 'GET',
        reset: true,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      });
      await body.dump();
      return statusCode >= 200 && statusCode < 400;
    } catch {
      return false;
    }
  }
}

function portOf(container: Container, port: number | string): number {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  if (named === undefined) throw new Error(`container ${container.name} has no port named ${port}`);
  return named;
}
