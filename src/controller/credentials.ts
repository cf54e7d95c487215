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
): Promise<Credentials> {
  try {
    const [token, ca] = await Promise.all([
      tokenSecretRef && readKey(client, namespace, tokenSecretRef),
      caSecretRef && readKey(client, namespace, caSecretRef),
    ]);
    return { kind: 'read', ...(token !== undefined && { token: token.trim() }), ...(ca !== undefined && { ca }) };
  } catch (error) {
    if (error instanceof MissingSecret) return { kind: 'missing', message: error.message };
    throw error;
  }
}

class MissingSecret extends Error {}

async function readKey(
  client: Pick<KubeClient, 'get'>,
  namespace: string,
  { name, key }: { readonly name: string; readonly key: string },
): Promise<string> {
  const secret = await client.get(secrets, { namespace, name }).catch((error: unknown) => {
    const { code } = KubeError.from(error, `GET secrets ${namespace}/${name}`);
    if (code === 'notFound') throw new MissingSecret(`Secret ${name} does not exist in namespace ${namespace}.`);
    if (code === 'forbidden') throw new MissingSecret(`The operator may not read Secret ${name} in namespace ${namespace}.`);
    throw error;
  });
  const encoded = field(field(secret, 'data'), key);
  if (typeof encoded !== 'string' || encoded === '') throw new MissingSecret(`Secret ${name} has no key ${key}.`);
  return Buffer.from(encoded, 'base64').toString('utf8');
}
