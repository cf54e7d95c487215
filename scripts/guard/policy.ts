import { group, kind, version } from '../../src/api/raftcluster.ts';
import { facts } from './facts.ts';
import { sentence } from './sentence.ts';

/** Of namespaces in which the guard is at work. */
export const guardedLabel = { [`${group}/scale-down-guard`]: 'enabled' };

interface Mode {
  /** Of policy and binding. */
  readonly name: string;
  readonly scaleDownGuard: 'Warn' | 'Enforce';
  readonly actions: readonly string[];
  /**
   * What becomes of a request that cannot be judged, because there is no CRD or the API server has only just started. Only
   * in namespaces with the label: elsewhere the policy is not even asked.
   */
  readonly failurePolicy: 'Fail' | 'Ignore';
  /** CEL: the end of the sentence. */
  readonly end: string;
}

const off = `' --type=merge -p \\'{"spec":{"scaleDownGuard":"Off"}}\\''`;

/** Why two: what a policy does when it fails is fixed by its binding, and `spec.scaleDownGuard` is not known there. */
export const modes: readonly [enforce: Mode, warn: Mode] = [
  {
    name: 'raftcluster-scale-down-enforce',
    scaleDownGuard: 'Enforce',
    actions: ['Deny', 'Audit'],
    failurePolicy: 'Fail',
    end: `'; to do it all the same: kubectl patch raft ' + params.metadata.name + ' -n ' + request.namespace + ${off}`,
  },
  {
    name: 'raftcluster-scale-down-warn',
    scaleDownGuard: 'Warn',
    actions: ['Warn', 'Audit'],
    failurePolicy: 'Ignore',
    end: "'; spec.scaleDownGuard: Enforce would refuse it'",
  },
];

/** The ValidatingAdmissionPolicy of a mode and its binding. */
export function guardObjects(mode: Mode): readonly object[] {
  const { name, actions } = mode;
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const metadata = { name };
  return [
    { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata, spec: policySpec(mode) },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: {
        policyName: name,
        validationActions: actions,
        // Every RaftCluster of the request's namespace, one after the other. Where there is none, nothing is guarded.
        paramRef: { selector: {}, parameterNotFoundAction: 'Allow' },
      },
    },
  ];
}

function policySpec({ scaleDownGuard, failurePolicy, end }: Mode): object {
  return {
    failurePolicy,
    paramKind: { apiVersion: `${group}/${version}`, kind },
    matchConstraints: {
      // Here and not in the binding: without the CRD a policy fails before it looks at its bindings.
      namespaceSelector: { matchLabels: guardedLabel },
      resourceRules: [
        {
          apiGroups: ['apps'],
          apiVersions: ['v1'],
          operations: ['UPDATE'],
          resources: ['statefulsets', 'statefulsets/scale'],
        },
      ],
    },
    matchConditions: [
      {
        name: 'mode',
        expression: `has(params.spec.scaleDownGuard) && params.spec.scaleDownGuard == '${scaleDownGuard}'`,
      },
      { name: 'named', expression: 'params.spec.members.exists(m, m.statefulSet == request.name)' },
      {
        name: 'not-deleted',
        expression: '!has(params.metadata.deletionTimestamp) && !has(oldObject.metadata.deletionTimestamp)',
      },
    ],
    variables: [...facts, ...sentence],
    validations: [
      {
        expression: 'variables.isSafe',
        message: 'This scale-down can cost a Raft cluster its quorum.',
        messageExpression: `variables.sentence + ${end}`,
        reason: 'Forbidden',
      },
    ],
    auditAnnotations: [
      {
        key: 'scale-down',
        valueExpression: [
          "variables.isSafe ? '' :",
          "  params.metadata.name + ': ' + request.name + ' ' + variables.asked + ', floor ' + string(variables.floor)",
        ].join('\n'),
      },
    ],
  };
}
