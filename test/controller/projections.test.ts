import { expect, test } from '@jest/globals';

import { projectPod, projectSet } from '../../src/controller/projections.ts';
import { pod, statefulSet } from './fakes/objects.ts';

test('keeps of a StatefulSet its range, what its controller has seen, and whether it rolls', () => {
  const set = statefulSet({ replicas: 3, generation: 7, observedGeneration: 6 });
  expect(projectSet(set)).toMatchObject({
    replicas: 3,
    start: 0,
    generation: 7,
    observedGeneration: 6,
    rolling: false,
    deleting: false,
  });
  const status = { currentRevision: 'a', updateRevision: 'b', replicas: 4 };
  expect(projectSet({ ...set, spec: { replicas: 0, ordinals: { start: 5 } }, status })).toMatchObject({
    replicas: 0,
    start: 5,
    observedGeneration: 0,
    statusReplicas: 4,
    rolling: true,
  });
});

test('a StatefulSet that does not say how many pods it wants wants one', () => {
  expect(projectSet({ ...statefulSet(), spec: {} }).replicas).toBe(1);
});

test('keeps of a pod who controls it, whether it is on its way out, and where it is', () => {
  expect(projectPod(pod('arc-3'))).toMatchObject({
    ownerUid: 'uid-set-arc',
    ownerName: 'arc',
    terminating: false,
    ip: '10.0.0.4',
    ready: true,
  });
  expect(projectPod(pod('arc-3', { ip: null, deletionTimestamp: 'now' }))).toMatchObject({
    terminating: true,
    ip: null,
  });
});

test('an owner that is no controller, or no StatefulSet, is none', () => {
  const { metadata, ...rest } = pod('arc-3');
  const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'arc', uid: 'u' };
  expect(projectPod({ ...rest, metadata: { ...metadata, ownerReferences: [owner] } }).ownerUid).toBeNull();
  const other = { ...owner, kind: 'ReplicaSet', controller: true };
  expect(projectPod({ ...rest, metadata: { ...metadata, ownerReferences: [other] } }).ownerUid).toBeNull();
});
