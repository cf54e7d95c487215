import { group, kind, plural, raftClusterSpec, raftClusterStatus, unwrittenStatus, version } from './raftcluster.ts';
import { structuralSchema } from './schema/structural.ts';

const ready = (field: string) => `.status.conditions[?(@.type=="Ready")].${field}`;

const printerColumns = [
  { name: 'Ready', type: 'string', jsonPath: ready('status') },
  { name: 'Voters', type: 'integer', jsonPath: '.status.voters' },
  { name: 'Live', type: 'integer', jsonPath: '.status.liveVoters' },
  { name: 'Tolerance', type: 'integer', jsonPath: '.status.faultTolerance' },
  { name: 'Leader', type: 'string', jsonPath: '.status.leader' },
  { name: 'Reason', type: 'string', jsonPath: ready('reason') },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  { name: 'Term', type: 'string', jsonPath: '.status.term', priority: 1 },
  { name: 'Message', type: 'string', jsonPath: ready('message'), priority: 1 },
];

/** The CustomResourceDefinition of a RaftCluster, as `crds/raftclusters.yaml` holds it. */
export function customResourceDefinition() {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames: ['raft'],
        categories: ['all'],
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: printerColumns,
          schema: { openAPIV3Schema: objectSchema() },
        },
      ],
    },
  };
}

function objectSchema() {
  return {
    type: 'object',
    description:
      'A RaftCluster names the StatefulSets whose pods form one Raft cluster. The operator removes members from the ' +
      'configuration of the store once their pods are gone for good, and nothing else. Deleting a RaftCluster removes ' +
      'no member and no pod.',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string', description: `${group}/${version}` },
      kind: { type: 'string', description: kind },
      metadata: { type: 'object' },
      spec: structuralSchema(raftClusterSpec),
      status: { ...structuralSchema(raftClusterStatus), default: unwrittenStatus },
    },
    'x-kubernetes-validations': [
      { rule: 'self.metadata.name.size() <= 63', message: 'metadata.name must have at most 63 characters' },
    ],
  };
}
