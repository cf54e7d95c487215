import { readFileSync } from 'node:fs';
import { KubeClient } from '../kube-client.ts';
import { KubeConnection, type KubeAccess } from '../kube-connection.ts';
import { kubeconfig } from '../kubeconfig.ts';
import { freePorts } from '../network.ts';
import type { Managed, Processes } from '../processes.ts';
import type { RunFolder } from '../run-folder.ts';
import { waitUntil } from '../wait-until.ts';
import { type ApiServerOptions, apiServer, auditLogPath, servingCertificate } from './api-server.ts';
import type { Binaries } from './build.ts';
import { type ControllerManagerOptions, controllerManager } from './controller-manager.ts';
import { type Credentials, makeCredentials } from './credentials.ts';
import { etcd } from './etcd.ts';

/** Milliseconds until a program must be ready; a busy machine needs several times the usual. */
const READY = 90_000;
/** Milliseconds between SIGTERM and SIGKILL. */
const GRACE = 3_000;

export interface ControlPlaneOptions extends ApiServerOptions, ControllerManagerOptions {
  readonly binaries: Binaries;
  readonly run: RunFolder;
  readonly processes: Processes;
  /** An address that belongs to this run. */
  readonly address: string;
  /** Where the API server listens; default: a free one. */
  readonly port?: number;
}

/** etcd, kube-apiserver and kube-controller-manager, ready when this resolves. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { address, binaries, processes, run } = options;
  const credentials = makeCredentials(run);
  const [clients = 0, peers = 0, free = 0] = await freePorts(address, 3);
  const port = options.port ?? free;
  const place = { address, port, etcd: `http://${address}:${clients}` };
  const etcdProcess = processes.start(
    etcd(binaries.etcd, run, { clients: place.etcd, peers: `http://${address}:${peers}` }),
  );
  const spec = apiServer(binaries['kube-apiserver'], run, place, credentials, options);
  const first = processes.start(spec);
  const server = `https://${address}:${port}`;
  const ca = await whileRunning([etcdProcess, first], (signal) =>
    waitUntil('the API server to make its certificate', { timeout: READY, signal }, () =>
      complete(servingCertificate(run)),
    ),
  );
  const access: KubeAccess = { server, ca, token: credentials.tokens.admin };
  const start = async (running?: Managed): Promise<Managed> => {
    const process = running ?? processes.start(spec);
    await ready(access, [etcdProcess, process]);
    return process;
  };
  const apiServerProcess = await start(first);
  const managerAccess = { ...access, token: credentials.tokens['controller-manager'] };
  const manager = processes.start(
    controllerManager(binaries['kube-controller-manager'], run, managerAccess, credentials, options),
  );
  await managerReady(access, manager);
  return new ControlPlane(
    { access, credentials, run, kubectl: binaries.kubectl, start },
    etcdProcess,
    apiServerProcess,
    manager,
  );
}

interface Parts {
  readonly access: KubeAccess;
  readonly credentials: Credentials;
  readonly run: RunFolder;
  readonly kubectl: string;
  readonly start: () => Promise<Managed>;
}

export class ControlPlane {
  /** The admin's. */
  readonly access: KubeAccess;
  readonly adminKubeconfig: string;
  readonly kubectl: string;
  readonly auditLog: string;
  readonly tokens: Credentials['tokens'];
  readonly #start: () => Promise<Managed>;
  readonly #etcd: Managed;
  readonly #manager: Managed;
  #apiServer: Managed;

  constructor(parts: Parts, etcdProcess: Managed, apiServerProcess: Managed, manager: Managed) {
    this.access = parts.access;
    this.adminKubeconfig = parts.run.file('admin.kubeconfig', kubeconfig(parts.access));
    this.kubectl = parts.kubectl;
    this.auditLog = auditLogPath(parts.run);
    this.tokens = parts.credentials.tokens;
    this.#start = parts.start;
    this.#etcd = etcdProcess;
    this.#apiServer = apiServerProcess;
    this.#manager = manager;
  }

  /** The API server is away until `startApiServer`; etcd keeps the state, and the address stays the same. */
  async stopApiServer(): Promise<void> {
    await this.#apiServer.stop(GRACE);
  }

  async startApiServer(): Promise<void> {
    if (this.#apiServer.over) this.#apiServer = await this.#start();
  }

  /** In this order: an API server whose etcd went first would wait for it. */
  async stop(): Promise<void> {
    for (const process of [this.#manager, this.#apiServer, this.#etcd]) await process.stop(GRACE);
  }
}

async function ready(access: KubeAccess, processes: readonly Managed[]): Promise<void> {
  const connection = new KubeConnection(access);
  try {
    await whileRunning(processes, (signal) =>
      waitUntil(
        'the API server to be ready',
        { timeout: READY, interval: 100, signal },
        async () => (await connection.send('GET', '/readyz')) === 'ok',
      ),
    );
  } finally {
    await connection.close();
  }
}

/** Its controllers run once the default ServiceAccount exists, and namespaces get their own without delay. */
async function managerReady(access: KubeAccess, manager: Managed): Promise<void> {
  const kube = new KubeClient(new KubeConnection(access));
  try {
    await whileRunning([manager], (signal) =>
      waitUntil('the controller manager to work', { timeout: READY, interval: 100, signal }, () =>
        kube.find({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'default', name: 'default' }),
      ),
    );
  } finally {
    await kube.close();
  }
}

/** A wait that ends with an error as soon as one of the processes does. */
async function whileRunning<T>(processes: readonly Managed[], wait: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  for (const process of processes) {
    void process.exited.then(() => over.abort(new Error(`${process.name} ended:\n${process.lastWords()}`)));
  }
  return wait(over.signal);
}

/** The certificate, once it is written to its end. */
function complete(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return text.trimEnd().endsWith('-----END CERTIFICATE-----') ? text : undefined;
  } catch {
    return undefined;
  }
}
