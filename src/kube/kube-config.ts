import { KubeConfig } from '@kubernetes/client-node';
import type { TlsOptions } from '../ports/http.ts';

/** Where the API server is and how to be let in. */
export interface KubeConnection {
  /** `https://10.0.0.1:443`, with a path where it stands behind a proxy. */
  readonly server: string;
  readonly tls?: TlsOptions;
  /** The namespace of the context or of the service account. */
  readonly namespace?: string;
  /** The headers that authenticate a request; `fresh` reads files and asks plugins again, whatever is cached. */
  readonly authorize: (fresh: boolean) => Promise<Readonly<Record<string, string>>>;
}

/**
 * Finds the API server as kubectl does: `file`, else `$KUBECONFIG`, `~/.kube/config`, the service account of the pod.
 * Throws an error that says what to do when there is none, or when it asks for what this client cannot do.
 */
export async function loadKubeConfig(file?: string): Promise<KubeConnection> {
  let config = load(file);
  const { server, namespace } = describe(config);
  const tls = toTls(await options(config));
  return {
    server,
    ...(tls === undefined ? {} : { tls }),
    ...(namespace === undefined ? {} : { namespace }),
    authorize: async (fresh) => {
      // The library caches tokens for a minute and those of a kubeconfig file for ever; only a new one forgets them.
      if (fresh) config = load(file);
      return toHeaders(await options(config));
    },
  };
}

/** The part of the options of `node:https` that client-node fills in. */
interface Options {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
  readonly auth?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function load(file: string | undefined): KubeConfig {
  const config = new KubeConfig();
  if (file === undefined) config.loadFromDefault();
  else config.loadFromFile(file);
  // client-node refuses plain HTTP unless TLS verification is off; there is no TLS to verify, so it is no loss.
  config.clusters = config.clusters.map((cluster) =>
    cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster,
  );
  return config;
}

function describe(config: KubeConfig): {
  server: string;
  namespace: string | undefined;
} {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error(`kubeconfig: context "${config.currentContext}" names no cluster`);
  // What client-node makes up when it finds no configuration at all.
  if (config.currentContext === 'loaded-context' && cluster.server === 'http://localhost:8080') {
    throw new Error('No API server: give --kubeconfig, set KUBECONFIG, or run in a pod with a service account');
  }
  // It would be in every message that names the server.
  if (/^[^/]*\/\/[^/]*@/.test(cluster.server)) {
    throw new Error('kubeconfig: the server URL holds a user or a password: put them under users');
  }
  if (cluster.proxyUrl !== undefined) throw new Error('kubeconfig: proxy-url is not supported');
  return {
    server: cluster.server,
    namespace: config.getContextObject(config.currentContext)?.namespace,
  };
}

async function options(config: KubeConfig): Promise<Options> {
  const filled: object = {};
  await config.applyToHTTPSOptions(filled);
  return filled;
}

function toTls({ ca, cert, key, servername, rejectUnauthorized }: Options): TlsOptions | undefined {
  const tls = {
    ...(ca === undefined ? {} : { ca: ca.toString() }),
    ...(cert === undefined ? {} : { cert: cert.toString() }),
    ...(key === undefined ? {} : { key: key.toString() }),
    ...(servername === undefined ? {} : { serverName: servername }),
    ...(rejectUnauthorized === false ? { insecureSkipVerify: true } : {}),
  };
  return Object.keys(tls).length === 0 ? undefined : tls;
}

function toHeaders({ auth, headers = {} }: Options): Record<string, string> {
  const basic: [string, string][] =
    auth === undefined ? [] : [['authorization', `Basic ${Buffer.from(auth).toString('base64')}`]];
  // A token file may end in a newline, which no header may contain.
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value.trim()]);
  return Object.fromEntries([...basic, ...given]);
}
