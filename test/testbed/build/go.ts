import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { dyingWithUs } from '../dying-with-us.ts';

const PROGRESS_EVERY = 5_000;
const INSTALL = 'install it from https://go.dev/dl and put it on the PATH';

export interface GoToolchain {
  /** `1.26`: what the build cache and the binaries depend on. */
  readonly minor: string;
  /** `linux/amd64` */
  readonly platform: string;
}

/** The Go toolchain on the PATH, if it is new enough for the module in `folder`; else an error that says what to install. */
export async function goToolchain(folder: string): Promise<GoToolchain> {
  const wanted = /^go (\d+)\.(\d+)/m.exec(readFileSync(join(folder, 'go.mod'), 'utf8'));
  if (wanted === null) throw new Error(`${folder}/go.mod names no Go version`);
  const needed = `Go ${wanted[1]}.${wanted[2]} or newer is needed`;
  let answer: string;
  try {
    ({ stdout: answer } = await promisify(execFile)('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'], { cwd: folder }));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Error(`${needed}: ${missing ? `there is no \`go\` on the PATH; ${INSTALL}` : `\`go env\` fails`}`, {
      cause: error,
    });
  }
  const [version = '', system = '', machine = ''] = answer.split('\n');
  const found = /^go(\d+)\.(\d+)/.exec(version);
  const tooOld =
    found === null ||
    Number(found[1]) < Number(wanted[1]) ||
    (found[1] === wanted[1] && Number(found[2]) < Number(wanted[2]));
  if (tooOld) throw new Error(`${needed}, this is ${version || 'none'}; ${INSTALL}`);
  return { minor: `${found[1]}.${found[2]}`, platform: `${system}/${machine}` };
}

/**
 * `go build` with a line through `say` every 5 s: how long, how many packages are compiled, which was the last. The
 * error of a failed build carries the end of the compiler's output. An aborted `signal` ends it. `environment` is added to
 * this process's own.
 */
export async function goBuild(
  folder: string,
  args: readonly string[],
  what: string,
  say: (line: string) => void,
  signal: AbortSignal,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const began = performance.now();
  const seconds = (): string => `${Math.round((performance.now() - began) / 1_000)} s`;
  const recent: string[] = [];
  let packages = 0;
  // A compiler that is told to end leaves its temporary folder behind, and its linkers.
  const temporary = mkdtempSync(join(tmpdir(), 'go-build-'));
  const child = spawn(...dyingWithUs('go', ['build', '-v', ...args]), {
    cwd: folder,
    env: { ...process.env, ...environment, GOTMPDIR: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const killAll = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  signal.addEventListener('abort', killAll, { once: true });
  createInterface(child.stderr).on('line', (line) => {
    if (!line.includes(' ')) packages += 1;
    recent.push(line);
    if (recent.length > 30) recent.shift();
  });
  const progress = setInterval(
    () => say(`building ${what}: ${seconds()}, ${packages} packages compiled, ${recent.at(-1) ?? 'reading the cache'}`),
    PROGRESS_EVERY,
  );
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('close', resolve);
      child.once('error', reject);
    });
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`building ${what} failed after ${seconds()}:\n${recent.join('\n')}`);
    say(`built ${what} in ${seconds()}`);
  } finally {
    clearInterval(progress);
    signal.removeEventListener('abort', killAll);
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
