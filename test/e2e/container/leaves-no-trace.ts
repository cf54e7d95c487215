import { readFileSync } from 'node:fs';

import { expect } from '@jest/globals';

import { ids } from '../harness/scene.ts';
import type { Scenario } from '../harness/scenario.ts';
import { memoryLimit } from './confined-container.ts';
import { mountPoint } from './operator-container.ts';
import { ContainerSuite } from './suite.ts';

const adminToken = 'the-admin-token-of-at-least-32-characters';

/** That it may not write says nothing of whether it tries: here the file system would let it. */
export const leavesNoTrace: Scenario = {
  title: 'a removal leaves nothing in the file system, and nothing but JSON without tokens in the log',
  isSeenElsewhere: true,
  play: async (scene) => {
    const { suite } = scene;
    if (!(suite instanceof ContainerSuite)) throw new Error('only a container has a file system of its own');
    scene.timeNothing();
    await scene.token('admin', adminToken);
    const tokens = { tokenSecret: 'admin', token: adminToken };
    const [store] = await Promise.all([scene.store(4, tokens), suite.crds()]);
    const operator = await suite.container(scene.namespace, { isWritable: true });
    const raft = await scene.raftCluster({
      admin: { tokenSecretRef: { name: 'admin', key: 'bootstrap-token' } },
    });
    await raft.settledAs({ voters: ids(4) }, store);
    store.ungraceful();
    await store.scaleTo(3);
    await raft.settledAs({ voters: ids(3) }, store);
    scene.expectDeletes([{ member: 'arc-3', status: 200 }]);
    const { HostConfig: confinement } = await operator.inspect();
    expect(confinement).toMatchObject({ CapDrop: ['ALL'], Memory: memoryLimit, SecurityOpt: ['no-new-privileges'] });
    await operator.stop();

    // The engine itself makes the file that the kubeconfig is mounted on.
    expect(await operator.changes()).toEqual([mountPoint]);
    const [, token = ''] = /token: (\S+)/.exec(readFileSync(suite.kubeconfig, 'utf8')) ?? [];
    expect(token).not.toBe('');
    expect(operator.output).not.toContain(token);
    expect(operator.output).not.toContain(adminToken);
    const messages = operator.lines.map(({ msg }) => msg);
    expect([messages[0], messages.at(-1)]).toEqual(['Started', 'Stopped']);
  },
};
