import { Wait } from 'testcontainers';
import type { ContainerRuntimeClient } from 'testcontainers';

import { ConfinedContainer } from './confined-container.ts';

interface Options {
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the image with these arguments to its successful end; answers what it wrote, on both outputs. */
export async function outcome(
  { container: { dockerode } }: ContainerRuntimeClient,
  args: readonly string[],
  { user, environment = {} }: Options = {},
): Promise<string> {
  let output = '';
  const confined = new ConfinedContainer()
    .withCommand([...args])
    .withEnvironment({ ...environment })
    .withLogConsumer((stream) => stream.on('data', (chunk: Buffer) => (output += chunk.toString())))
    .withWaitStrategy(Wait.forOneShotStartup());
  const ended = await (user === undefined ? confined : confined.withUser(user)).start();
  await dockerode.getContainer(ended.getId()).remove({ force: true });
  return output;
}
