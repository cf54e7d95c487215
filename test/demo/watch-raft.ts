import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dyingWithUs } from '../testbed/dying-with-us.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import type { Stage } from './stage.ts';

/** Room for the longest values, so that the columns stay where they are when the values change. */
const ROOM: Readonly<Record<string, number>> = { READY: 7, LEADER: 6, REASON: 18 };

/** Columns of the time before a row. */
const ELAPSED = 7;

type Row = Readonly<Record<string, string>>;

export interface Watching {
  /** Resolves when the newest row on the screen is so. */
  shows(values: Row): Promise<void>;
  stop(): void;
}

/** Shows `kubectl get raft --watch`, each row that says something new with the seconds since now, until it is stopped. */
export async function watchRaft({ bed, kubeconfig, screen }: Stage): Promise<Watching> {
  const began = performance.now();
  const child = spawn(
    ...dyingWithUs(bed.controlPlane.kubectl, [`--kubeconfig=${kubeconfig}`, 'get', 'raft', '--watch']),
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'] ?? '', HOME: bed.run.folder('home') },
    },
  );
  const stop = (): void => void child.kill('SIGKILL');
  bed.onStop(async () => stop());
  let columns: readonly string[] | undefined;
  let newest: Row = {};
  screen.command('kubectl get raft --watch');
  createInterface(child.stdout).on('line', (line) => {
    const cells = line.trim().split(/\s{2,}/);
    if (columns === undefined) {
      columns = cells;
      screen.output(`${' '.repeat(ELAPSED)}  ${aligned(columns, cells)}`);
      return;
    }
    const row = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
    // Something changed that has no column.
    if (columns.every((column) => column === 'AGE' || row[column] === newest[column])) return;
    newest = row;
    const elapsed = `+${((performance.now() - began) / 1_000).toFixed(1)} s`;
    screen.output(`${elapsed.padStart(ELAPSED)}  ${aligned(columns, cells)}`);
  });
  const shows = async (values: Row): Promise<void> => {
    const wanted = Object.entries(values);
    await waitUntil(
      `kubectl to show ${wanted.map(([column, value]) => `${column} ${value}`).join(', ')}`,
      { timeout: 20_000 },
      () => wanted.every(([column, value]) => newest[column] === value),
    );
  };
  await shows({ NAME: 'arc' });
  return { shows, stop };
}

function aligned(columns: readonly string[], cells: readonly string[]): string {
  return cells
    .map((cell, index) => {
      const column = columns[index] ?? '';
      return cell.padEnd(Math.max(column.length, ROOM[column] ?? 0));
    })
    .join('   ');
}
