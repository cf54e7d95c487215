import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const untrustedTls = scenario('error: TLS not trusted, then its CA from a Secret', async (scene) => {
  const { kube, run, controlPlane } = scene.suite.bed;
  // A certificate with a DNS name and an authority of its own: the API server's will do.
  const folder = run.folder('api-server');
  const pair = {
    'tls.crt': readFileSync(join(folder, 'apiserver.crt'), 'utf8'),
    'tls.key': readFileSync(join(folder, 'apiserver.key'), 'utf8'),
  };
  const secret = { apiVersion: 'v1', kind: 'Secret' };
  await kube.apply([
    { ...secret, metadata: { name: 'pair', namespace: scene.namespace }, stringData: pair },
    {
      ...secret,
      metadata: { name: 'ca', namespace: scene.namespace },
      stringData: { 'ca.crt': controlPlane.access.ca },
    },
  ]);
  const store = await scene.store(4, { tlsSecret: 'pair' });
  await scene.operator();
  const admin = { scheme: 'HTTPS', serverName: 'kubernetes.default.svc' };
  const raft = await scene.raftCluster({ admin });
  await raft.conditionIs('QuorumHealthy', {
    status: 'Unknown',
    reason: 'AdminUnreachable',
    message: /TLS failed: check scheme, CA and server name/,
  });
  await raft.expectEvents('AdminUnreachable');
  await scene.show('not trusted');

  await raft.apply({ admin: { ...admin, caSecretRef: { name: 'ca' } } });
  await raft.settledAs({ voters: ids(4) }, store);
  store.ungraceful();
  await store.scaleTo(3);
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.expectDeletes([{ member: 'arc-3', status: 200 }]);
});
