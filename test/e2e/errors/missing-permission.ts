import { scenario } from '../harness/scenario.ts';

export const missingPermission = scenario('error: a permission is missing', async (scene) => {
  const { kube } = scene.suite.bed;
  const { namespace } = scene;
  const metadata = (name: string) => ({ name, namespace });
  const grant = (name: string, rules: readonly unknown[]) => [
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: metadata(name), rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: metadata(name),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: 'limited', namespace }],
    },
  ];
  await scene.suite.crds();
  await kube.apply([
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('limited') },
    ...grant('all-but-pods', [
      { apiGroups: ['raftcluster.dev'], resources: ['raftclusters'], verbs: ['get', 'watch'] },
      { apiGroups: ['raftcluster.dev'], resources: ['raftclusters/status'], verbs: ['update'] },
      { apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['get', 'watch'] },
      { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
    ]),
  ]);
  const operator = await scene.operator({ kubeconfig: await scene.suite.bed.operatorKubeconfig(namespace, 'limited') });
  await operator.readyzIs(503, /Pods: permission is missing \(config\/rbac\).*pods/);

  await kube.apply(grant('pods', [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'watch'] }]));
  await operator.readyzIs(200, /ok/);
  const store = await scene.store(1);
  const raft = await scene.raftCluster();
  await raft.settledAs({ voters: ['arc-0'] }, store);
  await scene.show('once it is granted');
});
