import { setTimeout as sleep } from 'node:timers/promises';
import { rmSync } from 'node:fs';
import type { Managed, Processes } from '../processes.ts';
import { containerProcess, type Host } from './container-process.ts';
import type { Faults } from './faults.ts';
import { type Container, keyOf, type Pod, type PodKey, podRef } from './pod.ts';
import { type ContainerState, podStatus, type PodFacts, timestamp } from './pod-status.ts';
import type { Readiness } from './readiness.ts';
import { isGone, StatusWriter } from './status-writer.ts';
import { podFolder } from './volumes.ts';

const RETRY = 250;
/** Milliseconds before a restart: doubled at each crash, back to the first after a run of 10 s. */
const BACKOFF = { first: 200, longest: 3_000, forgottenAfter: 10_000 };

export interface RunnerParts {
  readonly host: Host;
  readonly processes: Processes;
  readonly faults: Faults;
  readonly readiness: Readiness;
}

/** One pod's life on this node, from its first process to the deletion of its object. */
export class PodRunner {
  readonly key: PodKey;
  readonly address: string;
  /** Resolves when the process is gone and the pod's own folder too. */
  readonly done: Promise<void>;
  readonly #parts: RunnerParts;
  readonly #container: Container;
  readonly #status: StatusWriter;
  /** No new process is started. */
  readonly #ending = new AbortController();
  /** The object is gone, or the agent stops: nothing is told to the API server any more. */
  readonly #forgotten = new AbortController();
  #facts: PodFacts;
  #process: Managed | undefined;

  constructor(parts: RunnerParts, pod: Pod, address: string) {
    const [container] = pod.spec.containers;
    if (container === undefined) throw new Error(`${keyOf(pod)} has no container`);
    this.#parts = parts;
    this.#container = container;
    this.key = keyOf(pod);
    this.address = address;
    this.#status = new StatusWriter(parts.host.kube, parts.faults, pod, this.#forgotten.signal);
    const now = timestamp();
    this.#facts = {
      pod,
      address,
      hostIP: parts.host.hostIP,
      startTime: now,
      phase: 'Pending',
      state: { waiting: { reason: 'ContainerCreating' } },
      restarts: 0,
      ready: false,
      readySince: now,
    };
    this.done = this.#live();
  }

  get pod(): Pod {
    return this.#facts.pod;
  }

  get ready(): boolean {
    return this.#facts.ready && this.process !== undefined;
  }

  /** The process that runs now. */
  get process(): Managed | undefined {
    return this.#process?.over === false ? this.#process : undefined;
  }

  get forgotten(): boolean {
    return this.#forgotten.signal.aborted;
  }

  /** The object has changed; with a deletionTimestamp, the end begins. */
  update(pod: Pod): void {
    this.#facts = { ...this.#facts, pod };
    if (pod.metadata.deletionTimestamp === undefined || this.#ending.signal.aborted) return;
    this.#ending.abort();
    const seconds = pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
    if (this.#parts.faults.endsUngracefully(this.key)) this.#process?.signal('SIGKILL');
    else this.#process?.stop(seconds * 1_000).catch(() => undefined);
  }

  /** The object is gone, or nobody is to be told any more: SIGKILL at once. */
  forget(): void {
    this.#forgotten.abort();
    this.#ending.abort();
    this.#process?.signal('SIGKILL');
  }

  async #live(): Promise<void> {
    let backoff = BACKOFF.first;
    const ending = this.#ending.signal;
    for (;;) {
      await this.#parts.faults.mayStart(this.key, ending);
      const started = await this.#start();
      if (started === undefined) break;
      const began = performance.now();
      const exit = await this.#follow(started);
      const again = this.pod.spec.restartPolicy ?? 'Always';
      if (ending.aborted || again === 'Never' || (again === 'OnFailure' && exit === 0)) break;
      backoff = performance.now() - began > BACKOFF.forgottenAfter ? BACKOFF.first : backoff;
      await sleep(backoff, undefined, { signal: ending }).catch(() => undefined);
      backoff = Math.min(backoff * 2, BACKOFF.longest);
    }
    if (this.pod.metadata.deletionTimestamp === undefined && !this.forgotten) {
      await this.#restUntilEnding();
    }
    await this.#confirm();
    rmSync(podFolder(this.#parts.host.run, this.pod), { recursive: true, force: true });
  }

  /** Undefined when the pod's end came first. What is missing yet is waited for. */
  async #start(): Promise<Managed | undefined> {
    while (!this.#ending.signal.aborted) {
      try {
        const spec = await containerProcess(this.#parts.host, this.pod, this.#container, this.address);
        if (this.#ending.signal.aborted) return undefined;
        this.#process = this.#parts.processes.start(spec);
        return this.#process;
      } catch (error) {
        this.#tell({ state: { waiting: { reason: 'CreateContainerConfigError', message: String(error) } } });
        await sleep(RETRY, undefined, { signal: this.#ending.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  /** Reports a process's life; resolves with its exit code, as a shell counts it. */
  async #follow(process: Managed): Promise<number> {
    const startedAt = timestamp();
    this.#tell({ phase: 'Running', state: { running: { startedAt } } });
    const over = new AbortController();
    const probing = this.#parts.readiness.follow(
      this.#container,
      this.address,
      (ready) => this.#tell({ ready }),
      over.signal,
    );
    const { code, signal } = await process.exited;
    over.abort();
    await probing;
    const exitCode = code ?? (signal === 'SIGKILL' ? 137 : 143);
    const terminated: ContainerState = {
      terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt, finishedAt: timestamp() },
    };
    if (this.#ending.signal.aborted) this.#tell({ ready: false, state: terminated });
    else {
      const waiting = { reason: 'CrashLoopBackOff', message: `exit code ${exitCode}` };
      this.#tell({ ready: false, state: { waiting }, lastState: terminated, restarts: this.#facts.restarts + 1 });
    }
    return exitCode;
  }

  /** A process that is not to run again: the pod is over, and its object stays. */
  async #restUntilEnding(): Promise<void> {
    const { lastState } = this.#facts;
    const failed = lastState !== undefined && 'terminated' in lastState && lastState.terminated.exitCode !== 0;
    if (!this.#ending.signal.aborted) {
      this.#tell({ phase: failed ? 'Failed' : 'Succeeded', ...(lastState && { state: lastState }) });
      await new Promise((resolve) => this.#ending.signal.addEventListener('abort', resolve, { once: true }));
    }
  }

  /** Deletes the object that waits for it, unless somebody else was faster. */
  async #confirm(): Promise<void> {
    const signal = this.#forgotten.signal;
    const { kube } = this.#parts.host;
    await this.#status.written();
    await this.#parts.faults.mayConfirm(this.key, signal);
    while (!signal.aborted) {
      await this.#parts.faults.connected(signal);
      try {
        const { uid = '' } = this.pod.metadata;
        return await kube.delete(podRef(this.pod), { gracePeriodSeconds: 0, uid });
      } catch (error) {
        if (isGone(error)) return;
        await sleep(RETRY, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  #tell(news: Partial<PodFacts>): void {
    const turned = news.ready !== undefined && news.ready !== this.#facts.ready;
    this.#facts = { ...this.#facts, ...news, ...(turned && { readySince: timestamp() }) };
    if (!this.forgotten) this.#status.set(podStatus(this.#facts));
  }
}
