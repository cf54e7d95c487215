import type { RaftClusterSpec } from '../api/raftcluster.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { KubeError } from '../kube/kube-error.ts';
import { field } from '../kube/kube-object.ts';
import { secrets } from '../kube/resource.ts';

/** What a spec's Secrets hold, or why that cannot be known. Never logged, never in a message. */
export type Credentials =
  | { readonly kind: 'read'; readonly token?: string; readonly ca?: string }
  /** Names the Secret and the cure. */
  | { readonly kind: 'missing'; readonly message: string };

/** Reads the Secrets that `spec.admin` names, in the namespace of the RaftCluster. Throws `KubeError` when the API server cannot say. */
export async function readCredentials(
  client: Pick<KubeClient, 'get'>,
  namespace: string,
  { tokenSecretRef, caSecretRef }: RaftClusterSpec['admin'],
  signal: AbortSignal,
): Promise<Credentials> {
  const read = async ({ name, key }: SecretKey) => readKey(client, { namespace, name }, key, signal);
  try {
    const [token, ca] = await Promise.all([tokenSecretRef && read(tokenSecretRef), caSecretRef && read(caSecretRef)]);
    return { kind: 'read', ...(token !== undefined && { token }), ...(ca !== undefined && { ca }) };
  } catch (error) {
    if (error instanceof MissingSecret) return { kind: 'missing', message: error.message };
    throw error;
  }
}

type SecretKey = NonNullable<RaftClusterSpec['admin']['tokenSecretRef']>;

class MissingSecret extends Error {}

/** The value without the line break that editors and `echo` leave behind. */
async function readKey(
  client: Pick<KubeClient, 'get'>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  key: string,
  signal: AbortSignal,
): Promise<string> {
  const secret = await client.get(secrets, { namespace, name }, { signal }).catch((thrown: unknown) => {
    const error = KubeError.from(thrown, `GET secrets ${namespace}/${name}`);
    if (error.code === 'notFound') throw new MissingSecret(`Secret ${name} does not exist in namespace ${namespace}.`);
    if (error.code === 'forbidden') {
      throw new MissingSecret(`The operator may not read Secret ${name} in namespace ${namespace}.`);
    }
    throw error;
  });
  const encoded = field(field(secret, 'data'), key);
  const value = typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8').trim() : '';
  if (value === '') throw new MissingSecret(`Secret ${name} has no key ${key}, or nothing in it.`);
  return value;
}
