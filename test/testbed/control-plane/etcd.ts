import type { ProcessSpec } from '../processes.ts';
import type { RunFolder } from '../run-folder.ts';

export interface EtcdPlace {
  readonly clients: string;
  readonly peers: string;
}

export function etcd(file: string, run: RunFolder, place: EtcdPlace): ProcessSpec {
  return {
    name: 'etcd',
    file,
    log: run.file('etcd.log'),
    args: [
      `--data-dir=${run.folder('etcd')}`,
      `--listen-client-urls=${place.clients}`,
      `--advertise-client-urls=${place.clients}`,
      `--listen-peer-urls=${place.peers}`,
      `--initial-advertise-peer-urls=${place.peers}`,
      `--initial-cluster=default=${place.peers}`,
      // The data is thrown away with the run.
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
  };
}
