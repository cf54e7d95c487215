import { Network } from '../../../../testbed/network.ts';
import { Processes } from '../../../../testbed/processes.ts';
import { RunFolder } from '../../../../testbed/run-folder.ts';
import { Lifetime } from '../../../../testbed/lifetime.ts';
import { buildArcd } from '../../../../testbed/build/arcd.ts';

/** What all `arcd` clusters of a run share: the binary, a folder, a part of loopback, and an end together. */
export interface Ground {
  readonly arcd: string;
  readonly run: RunFolder;
  readonly network: Network;
  readonly processes: Processes;
  /** A folder that nobody had before. */
  newFolder(): string;
  /** Ends every process and removes every file. */
  end(): Promise<void>;
}

/** Builds `arcd` when it is not built yet. */
export async function prepareGround(say: (line: string) => void): Promise<Ground> {
  const arcd = await buildArcd(say);
  const network = await Network.claim();
  const [run, processes] = [new RunFolder(), new Processes()];
  const abandon = (): void => {
    processes.killAll();
    network.release();
    run.remove();
  };
  const lifetime = new Lifetime(async () => {
    const rest = processes.running;
    processes.killAll();
    await Promise.all(rest.map(({ exited }) => exited));
    abandon();
  }, abandon);
  let folders = 0;
  const newFolder = (): string => run.folder(`cluster-${(folders += 1)}`);
  return { arcd, run, network, processes, newFolder, end: () => lifetime.end() };
}
