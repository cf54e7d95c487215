import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { getContainerRuntimeClient } from 'testcontainers';
import type { ContainerRuntimeClient } from 'testcontainers';

// Its image cannot be pulled everywhere; the bed removes the containers, whatever ends it but SIGKILL.
process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const archive = `${root}/dist/image.tar`;
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { readonly version: string };

/** What `make image` calls it. */
export const image = `raftcluster-operator:${version}`;

/**
 * The container engine, which has the operator's image; a sentence says why there is none. With CONTAINER_ENGINE=required
 * that is an error.
 */
export async function findEngine(): Promise<ContainerRuntimeClient | string> {
  const engine = await answering();
  if (typeof engine !== 'string') return engine;
  if (process.env['CONTAINER_ENGINE'] === 'required') throw new Error(`a container engine is required: ${engine}`);
  return engine;
}

/** Loads what `make image` made. */
export async function loadImage({ container: { dockerode } }: ContainerRuntimeClient): Promise<void> {
  if (!existsSync(archive)) throw new Error(`${archive} is missing: \`make image\` makes it`);
  const progress = await dockerode.loadImage(createReadStream(archive));
  await new Promise<void>((resolve, reject) => {
    dockerode.modem.followProgress(progress, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

async function answering(): Promise<ContainerRuntimeClient | string> {
  if (process.platform !== 'linux') return 'containers reach the test bed on the loopback of Linux only';
  try {
    return await getContainerRuntimeClient();
  } catch {
    return process.env['CONTAINER_ENGINE_MISSING'] || 'none answers; `make e2e-container` brings one up, as root';
  }
}
