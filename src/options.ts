import { parseArgs } from 'node:util';

import { z } from 'zod';

/** `:8081` (every address, IPv6 or not), `127.0.0.1:8081`, `[::1]:8081` */
const hostAndPort = /^\[?([^[\]]*)\]?:([0-9]{1,5})$/;
/** Characters of the host that an identity keeps, so that with a UUID it fits where identities are written. */
const longestHost = 200;

const address = z
  .string()
  .regex(hostAndPort, 'must be [HOST]:PORT, such as :8081')
  .refine((text) => Number(hostAndPort.exec(text)?.[2]) <= 65_535, 'the port must be at most 65535');

/** An address, or `0`, as in controller-runtime. */
function nowhereOr(somewhere: typeof address) {
  return z.union([z.literal(['', '0']), somewhere], { error: 'must be [HOST]:PORT, such as :8080, or 0' });
}

/** Every flag: how it is given, what it means, and what it is without being given. */
const flags = {
  kubeconfig: {
    argument: 'FILE',
    help: 'kubeconfig to use; without it $KUBECONFIG, ~/.kube/config, or the service account of the pod',
    schema: z.string().min(1).optional(),
  },
  namespace: {
    argument: 'NAME',
    help: 'the only namespace to look after; without it all',
    schema: z.string().min(1).optional(),
  },
  'leader-elect': {
    argument: 'true|false',
    help: 'whether replicas elect one that acts, by a Lease (default true)',
    schema: z
      .enum(['true', 'false'])
      .default('true')
      .transform((text) => text === 'true'),
  },
  'leader-elect-namespace': {
    argument: 'NAME',
    help: 'namespace of the Lease; without it that of the pod, or of the kubeconfig context',
    schema: z.string().min(1).optional(),
  },
  'health-address': {
    argument: '[HOST]:PORT',
    help: 'where /livez and /readyz are served (default :8081, on every address; port 0: any free one)',
    schema: address.default(':8081'),
  },
  'metrics-address': {
    argument: '[HOST]:PORT|0',
    help: 'where /metrics is served (default :8080, on every address; 0: nowhere)',
    schema: nowhereOr(address).default(':8080'),
  },
  'ui-address': {
    argument: '[HOST]:PORT|0',
    help: 'where the status page is served, to everyone who can reach it (default 0: nowhere)',
    schema: nowhereOr(address).default('0'),
  },
  'log-level': {
    argument: 'LEVEL',
    help: 'debug, info, warn or error (default info)',
    schema: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  },
} as const;

type Flags = { [name in keyof typeof flags]: z.output<(typeof flags)[name]['schema']> };

interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Options {
  readonly kubeconfig: string | undefined;
  readonly namespace: string | undefined;
  readonly leaderElect: boolean;
  readonly leaderElectNamespace: string | undefined;
  readonly healthAddress: Address;
  /** Undefined: metrics are not served. */
  readonly metricsAddress: Address | undefined;
  /** Undefined: there is no status page. */
  readonly uiAddress: Address | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Only say what is missing, and end. */
  readonly check: boolean;
  /** What people know this process by: its pod's name or its host's. */
  readonly host: string;
}

/** Flags, then `RAFTCLUSTER_` variables (`--log-level`: `RAFTCLUSTER_LOG_LEVEL`). Throws an error that names the flag. */
export function readOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', short: 'h' },
      check: { type: 'boolean' },
      ...Object.fromEntries(Object.keys(flags).map((name) => [name, { type: 'string' as const }])),
    },
  });
  const given: Readonly<Record<string, unknown>> = values;
  if (given['help'] === true) return 'help';
  const read = z
    .object(Object.fromEntries(Object.entries(flags).map(([name, { schema }]) => [name, schema])))
    .safeParse(
      Object.fromEntries(Object.keys(flags).map((name) => [name, given[name] ?? (env[variableOf(name)] || undefined)])),
    );
  if (!read.success) {
    throw new Error(read.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('; '));
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod forgets the keys of an object built from entries
  const checked = read.data as Flags;
  return {
    kubeconfig: checked.kubeconfig,
    namespace: checked.namespace,
    leaderElect: checked['leader-elect'],
    leaderElectNamespace: checked['leader-elect-namespace'],
    healthAddress: addressOf(checked['health-address']),
    metricsAddress: optionalAddress(checked['metrics-address']),
    uiAddress: optionalAddress(checked['ui-address']),
    logLevel: checked['log-level'],
    check: given['check'] === true,
    host: (env['POD_NAME'] || env['HOSTNAME'] || 'raftcluster-operator').slice(0, longestHost),
  };
}

function addressOf(text: string): Address {
  const [, host = '', port = ''] = hostAndPort.exec(text) ?? [];
  return { host, port: Number(port) };
}

function optionalAddress(text: string): Address | undefined {
  return ['', '0'].includes(text) ? undefined : addressOf(text);
}

function variableOf(flag: string): string {
  return `RAFTCLUSTER_${flag.toUpperCase().replaceAll('-', '_')}`;
}

export function helpText(): string {
  const rows = [
    ...Object.entries(flags).map(([name, { argument, help }]) => [`--${name} ${argument}`, help] as const),
    ['--check', 'say whether the CRD, the permissions and the API server are there, and end: 0 if they are, else 1'],
  ] as const;
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return [
    'raftcluster-operator: removes the dead voters of Raft clusters, and nothing else',
    '',
    ...rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`),
    '',
    'Each flag with an argument is also read from the environment: --log-level from RAFTCLUSTER_LOG_LEVEL, and so on.',
    '',
  ].join('\n');
}
