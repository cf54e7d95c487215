import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Milliseconds; what Helm itself waits for has deadlines of its own, below this one. */
const deadline = 150_000;

export interface HelmPlace {
  /** The path of Helm. */
  readonly file: string;
  /** Where it keeps its caches. */
  readonly home: string;
  /** Path; without it Helm reaches no cluster. */
  readonly kubeconfig?: string;
}

export interface HelmAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Helm to its end; any exit code is an answer. */
export async function askHelm({ file, home, kubeconfig }: HelmPlace, args: readonly string[]): Promise<HelmAnswer> {
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: deadline,
    killSignal: 'SIGKILL',
    env: { PATH: process.env['PATH'] ?? '', HOME: home, KUBECONFIG: kubeconfig ?? '/dev/null' },
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** What Helm printed; throws what it complained of. */
export async function helm(place: HelmPlace, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await askHelm(place, args);
  if (code !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr}`);
  return stdout;
}
