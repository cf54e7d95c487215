import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';

/** Milliseconds between two signs of life of a step that takes long. */
const SIGN_OF_LIFE = 30_000;

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Lines of its output that are shown at once; the rest is shown when it fails. */
  readonly shown?: RegExp;
  /** How many tests passed and failed, from its output; default: the step itself is one. */
  readonly count?: (output: string) => Count;
}

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped?: number;
}

/** Runs a step to its end and prints one line about it, or all that it printed when it failed. */
export async function runStep(step: Step): Promise<Count> {
  const began = performance.now();
  const elapsed = (): string => duration(performance.now() - began);
  const alive = setInterval(() => print('dim', '…', step.name, elapsed()), SIGN_OF_LIFE);
  const { code, output } = await run(step).finally(() => clearInterval(alive));
  const counted = step.count?.(output) ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  const failed = code === 0 ? counted.failed : Math.max(counted.failed, 1);
  if (failed > 0) console.log(output.trimEnd());
  print(failed > 0 ? 'red' : 'green', failed > 0 ? '✗' : '✓', step.name, `${summary(step, counted)}${elapsed()}`);
  if (failed > 0) console.log(`  It was: ${[step.command, ...step.args].join(' ')}\n`);
  return { ...counted, failed };
}

async function run({ command, args, env, folder, shown }: Step): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Some programs take CI for a terminal.
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...env },
    ...(folder !== undefined && { cwd: folder }),
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (shown?.test(line)) console.log(`    ${line}`);
    });
  }
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      lines.push(error.message);
      resolve(127);
    });
    child.once('close', (exit) => resolve(exit ?? 1));
  });
  return { code, output: lines.join('\n') };
}

function summary({ count }: Step, { passed, failed, skipped = 0 }: Count): string {
  if (count === undefined) return '';
  const rest = [failed > 0 ? `${failed} failed` : '', skipped > 0 ? `${skipped} skipped` : ''].filter(
    (text) => text !== '',
  );
  return `${[`${passed} passed`, ...rest].join(', ')}, `;
}

function print(style: 'dim' | 'green' | 'red', mark: string, name: string, rest: string): void {
  console.log(`  ${styleText(style, mark)} ${name.padEnd(44)} ${rest.padStart(24)}`);
}

function duration(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
