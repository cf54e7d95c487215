import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ContainerRuntimeClient } from 'testcontainers';

import { helpText } from '../../../src/options.ts';
import { Scene } from '../harness/scene.ts';
import { ungracefulScaleDown } from '../scenarios/01-ungraceful-scale-down.ts';
import { findEngine, image, loadImage } from './engine.ts';
import { leavesNoTrace } from './leaves-no-trace.ts';
import { outcome } from './outcome.ts';
import { ContainerSuite } from './suite.ts';
import { terminatedInMidRemoval } from './terminated-in-mid-removal.ts';

/** Milliseconds. The first run on a machine builds the bed's binaries. */
const startTimeout = 1_500_000;
const sceneTimeout = 300_000;
const imageTimeout = 60_000;

const engine = await findEngine();
if (typeof engine === 'string') {
  console.warn(`The tests of the image are skipped, no container engine: ${engine}`);
  test.skip('the image', () => undefined);
} else {
  testImage(engine);
  testOperator(engine);
}

function testImage(found: ContainerRuntimeClient): void {
  beforeAll(() => loadImage(found), imageTimeout);

  test(
    'the image runs the operator as a user that is no root, and says where it comes from',
    async () => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
      const { Config } = await found.container.dockerode.getImage(image).inspect();
      expect(Config.User).toBe('65532:65532');
      expect(Config.Labels).toMatchObject({
        'org.opencontainers.image.title': 'raftcluster-operator',
        'org.opencontainers.image.version': version,
        'org.opencontainers.image.licenses': 'Apache-2.0',
        'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}/),
      });
      expect(await outcome(found, ['--help'])).toBe(helpText());
    },
    imageTimeout,
  );

  test(
    'Node.js takes the compiled bundle of the image, with the flags of the image',
    async () => {
      const output = await outcome(found, ['--help'], { environment: { NODE_DEBUG_NATIVE: 'COMPILE_CACHE' } });
      expect(output).toContain('V8 code cache for ESM file:///operator/operator.mjs was accepted');
    },
    imageTimeout,
  );

  test(
    'the image runs as any other user as well, without a word about what that user may not write',
    async () => expect(await outcome(found, ['--help'], { user: '1000:1000' })).toBe(helpText()),
    imageTimeout,
  );
}

function testOperator(found: ContainerRuntimeClient): void {
  let suite: ContainerSuite;

  beforeAll(async () => {
    suite = await ContainerSuite.startWith(found);
  }, startTimeout);

  afterAll(() => suite.stop(), 60_000);

  test(
    'a container without rights removes what a scale-down left',
    () => Scene.play(suite, 'scene-1', ungracefulScaleDown),
    sceneTimeout,
  );

  test(terminatedInMidRemoval.title, () => Scene.play(suite, 'scene-2', terminatedInMidRemoval), sceneTimeout);

  test(leavesNoTrace.title, () => Scene.play(suite, 'scene-3', leavesNoTrace), sceneTimeout);
}
