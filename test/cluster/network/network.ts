import { run, tryRun } from '../machine/shell.ts';

/** 198.18.0.0/15 is for benchmarks of networks (RFC 2544): nobody routes it. A cluster takes eight of its /24. */
const CLUSTERS = 32;
/** Host numbers in the nodes' network: the control plane, and before the first node. */
const HOST = 1;
const NODES = 10;
const SWITCH = 'switch';

/** One node's place: a network namespace with an address of its own, and the addresses that its pods get. */
export interface NodePlace {
  readonly name: string;
  /** The network namespace, as `ip netns` and `nsenter --net=/run/netns/…` know it. */
  readonly netns: string;
  readonly address: string;
  readonly podRange: string;
}

/**
 * The network of one cluster: a switch that hangs on this machine by one cable, and the nodes on the switch by one each. It
 * reaches nothing else and is reached from this machine only. The switch is in a namespace of its own: on this machine
 * itself, packet filters such as Docker's would see what goes from node to node, and drop it.
 */
export class ClusterNetwork {
  /** Of the cable's end on this machine; every namespace of the network has a name that begins so. */
  readonly name: string;
  /** Where the API server and the names of the cluster are found: the first address of the Services' range. */
  readonly controlPlane: string;
  readonly serviceRange: string;
  readonly #block: number;
  readonly #nodes: NodePlace[] = [];

  private constructor(block: number) {
    this.#block = block;
    this.name = nameOf(block);
    this.controlPlane = this.#address(1, HOST);
    this.serviceRange = this.#range(1);
  }

  /** The first network that no other cluster of this machine has. */
  static claim(): ClusterNetwork {
    const taken = run('ip', '-o', 'link', 'show', 'type', 'veth');
    const block = Array.from({ length: CLUSTERS }, (_, index) => index).find(
      (index) => !taken.includes(` ${nameOf(index)}@`),
    );
    if (block === undefined) throw new Error(`${CLUSTERS} clusters run on this machine already`);
    const network = new ClusterNetwork(block);
    const { name } = network;
    run('ip', 'netns', 'add', network.#switch);
    run('ip', '-n', network.#switch, 'link', 'add', SWITCH, 'up', 'type', 'bridge');
    run('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'machine', 'netns', network.#switch);
    run('ip', '-n', network.#switch, 'link', 'set', 'machine', 'master', SWITCH, 'up');
    run('ip', 'address', 'add', `${network.#address(0, HOST)}/24`, 'dev', name);
    run('ip', 'address', 'add', `${network.controlPlane}/32`, 'dev', name);
    run('ip', 'link', 'set', name, 'up');
    return network;
  }

  /** A namespace on the switch; its pods and those of all other nodes reach one another. */
  addNode(name: string): NodePlace {
    const index = this.#nodes.length + 1;
    const place = {
      name,
      netns: `${this.name}-${name}`,
      address: this.#address(0, NODES + index),
      podRange: this.#range(1 + index),
    };
    const inside = ['-n', place.netns];
    run('ip', 'netns', 'add', place.netns);
    run('ip', '-n', this.#switch, 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', place.netns);
    run('ip', '-n', this.#switch, 'link', 'set', name, 'master', SWITCH, 'up');
    run('ip', ...inside, 'link', 'set', 'lo', 'up');
    run('ip', ...inside, 'address', 'add', `${place.address}/24`, 'dev', 'eth0');
    run('ip', ...inside, 'link', 'set', 'eth0', 'up');
    run('ip', ...inside, 'route', 'add', 'default', 'via', this.#address(0, HOST));
    run('ip', 'netns', 'exec', place.netns, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
    run('ip', 'route', 'add', place.podRange, 'via', place.address, 'dev', this.name);
    for (const other of this.#nodes) {
      run('ip', ...inside, 'route', 'add', other.podRange, 'via', other.address);
      run('ip', '-n', other.netns, 'route', 'add', place.podRange, 'via', place.address);
    }
    this.#nodes.push(place);
    return place;
  }

  get #switch(): string {
    return `${this.name}-${SWITCH}`;
  }

  #address(part: number, host: number): string {
    return this.#range(part).replace(/0\/24$/, String(host));
  }

  #range(part: number): string {
    const third = this.#block * 8 + part;
    return `198.${18 + (third >> 8)}.${third & 255}.0/24`;
  }
}

/** Takes a cluster's network away, whoever made it. */
export function releaseNetwork(name: string): void {
  for (const line of tryRun('ip', 'netns', 'list').split('\n')) {
    const [netns = ''] = line.split(' ');
    if (netns.startsWith(`${name}-`)) tryRun('ip', 'netns', 'delete', netns);
  }
  tryRun('ip', 'link', 'delete', name);
}

function nameOf(block: number): string {
  return `raft${block}`;
}
