import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { RunFolder } from '../run-folder.ts';

const USERS = ['admin', 'node-agent', 'controller-manager', 'scheduler'] as const;

export interface Credentials {
  /** A token each; all may do everything, and the audit log tells them apart. */
  readonly tokens: Readonly<Record<(typeof USERS)[number], string>>;
  readonly tokenFile: string;
  /** PEM files: what ServiceAccount tokens are signed and checked with. */
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
}

/**
 * Bearer tokens instead of client certificates: Node issues no X.509, and the API server makes its own serving
 * certificate, so nothing else is needed.
 */
export function makeCredentials(run: RunFolder): Credentials {
  const tokens = Object.fromEntries(
    USERS.map((user) => [user, randomBytes(24).toString('hex')]),
  ) as Credentials['tokens'];
  const lines = USERS.map((user) => `${tokens[user]},${user},${user},"system:masters"\n`);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    tokens,
    tokenFile: run.file('tokens.csv', lines.join('')),
    serviceAccountKey: run.file('service-account.key', privateKey),
    serviceAccountPublicKey: run.file('service-account.pub', publicKey),
  };
}
