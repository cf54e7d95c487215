import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const DEADLINE = 60_000;

export interface KubectlOptions {
  /** Path; default: the admin's. */
  readonly kubeconfig?: string;
  /** What it reads from standard input (`apply -f -`). */
  readonly input?: string;
}

export interface KubectlResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Runs kubectl to its end, at most a minute; any exit code is an answer. */
export async function kubectl(
  file: string,
  files: { readonly config: string; readonly home: string },
  args: readonly string[],
  input = '',
): Promise<KubectlResult> {
  const child = spawn(file, [`--kubeconfig=${files.config}`, ...args], {
    stdio: 'pipe',
    timeout: DEADLINE,
    killSignal: 'SIGKILL',
    // Its discovery cache goes where everything of the run goes.
    env: { PATH: process.env['PATH'] ?? '', HOME: files.home },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { stdout, stderr, code };
}
