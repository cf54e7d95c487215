import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProcessSpec } from '../../testbed/processes.ts';
import type { Programs } from '../build/programs.ts';
import type { NodePlace } from '../network/network.ts';

/** Never pulled: it is loaded before the first pod. */
export const PAUSE_IMAGE = 'local.test/pause:1';

/** Where the socket of a node's containerd is. */
export function containerdSocket(folder: string): string {
  return join(folder, 'containerd.sock');
}

/** A node's containerd, all of it below `folder`, in the node's network namespace. */
export function containerd(programs: Programs, place: NodePlace, folder: string): ProcessSpec {
  const cni = join(folder, 'cni');
  mkdirSync(cni, { recursive: true });
  writeFileSync(join(cni, '10-pods.conflist'), JSON.stringify(podNetwork(place, folder)));
  writeFileSync(join(folder, 'containerd.toml'), settings(programs, folder, cni));
  return {
    name: `containerd of ${place.name}`,
    file: 'nsenter',
    args: [
      `--net=/run/netns/${place.netns}`,
      join(programs.containerd, 'containerd'),
      '--config',
      join(folder, 'containerd.toml'),
    ],
    env: { PATH: `${programs.containerd}:${dirname(programs.runc)}:${process.env['PATH'] ?? ''}` },
    log: join(folder, 'containerd.log'),
  };
}

function settings(programs: Programs, folder: string, cni: string): string {
  return `version = 3
root = "${folder}/containerd/root"
state = "${folder}/containerd/state"
[grpc]
  address = "${containerdSocket(folder)}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${folder}/containerd/opt"
# Its socket has one place, and there may be two nodes.
[plugins."io.containerd.nri.v1.nri"]
  disable = true
[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = "${PAUSE_IMAGE}"
[plugins."io.containerd.cri.v1.runtime"]
  # Without CAP_SYS_RESOURCE runc dies with "can't get final child's PID from pipe: EOF".
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = ["${programs.cni}"]
    conf_dir = "${cni}"
`;
}

function podNetwork({ podRange }: NodePlace, folder: string): unknown {
  const ipam = {
    type: 'host-local',
    dataDir: join(folder, 'addresses'),
    ranges: [[{ subnet: podRange }]],
    routes: [{ dst: '0.0.0.0/0' }],
  };
  const bridge = { type: 'bridge', bridge: 'pods', isGateway: true, ipMasq: false, ipam };
  return { cniVersion: '1.0.0', name: 'pods', plugins: [bridge] };
}
