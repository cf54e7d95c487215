import { z } from 'zod';

import { limits } from '../limits.ts';
import { asMap, asSet } from '../schema/lists.ts';
import { statefulSetName } from '../schema/names.ts';
import { matches, withRules } from '../schema/rule.ts';

const template = /^([-A-Za-z0-9._:@]|\{(pod|statefulSet|ordinal|namespace)\})+$/;

const memberIdTemplate = withRules(
  z.string().max(253).regex(template),
  matches(
    template,
    "must be made of letters, digits, '-._:@' and the placeholders {pod}, {statefulSet}, {ordinal} and {namespace}",
  ),
  {
    cel: "self.contains('{pod}') || self.contains('{ordinal}')",
    message: 'must contain {pod} or {ordinal}, so that every pod of the set gets an id of its own',
    holds: (text) => text.includes('{pod}') || text.includes('{ordinal}'),
  },
);

const target = z.object({
  statefulSet: statefulSetName.meta({
    description: 'Name of a StatefulSet in the namespace of the RaftCluster. Each may be named once.',
  }),
  memberId: memberIdTemplate.default('{pod}').meta({
    description:
      'How the member id of a pod is formed. {pod} is the name of the pod (arc-writer-0), {statefulSet} that of its set ' +
      '(arc-writer), {ordinal} the number of the pod (0), {namespace} its namespace. Example: "{pod}.{namespace}". ' +
      'Nothing is removed before a pod has confirmed it.',
  }),
  protectedOrdinals: asSet(z.array(z.int32().min(0)).max(64))
    .optional()
    .meta({
      description:
        'Ordinals whose members are never removed. Default: [0] for the first set, because the first pod of a store ' +
        'usually bootstraps a new cluster when it comes back empty; none for the other sets. [] protects none.',
    }),
});

export const members = withRules(asMap(z.array(target).min(1).max(limits.sets), 'statefulSet'), {
  cel:
    "self.all(a, a.memberId.contains('{pod}') || a.memberId.contains('{statefulSet}') || " +
    'self.filter(b, b.memberId == a.memberId).size() == 1)',
  message:
    'members of two StatefulSets would share their ids: put {pod} or {statefulSet} into memberId, or make it differ',
  holds: (targets) =>
    targets.every(
      (a) => /\{(pod|statefulSet)\}/.test(a.memberId) || targets.filter((b) => b.memberId === a.memberId).length === 1,
    ),
}).meta({
  description:
    'The StatefulSets whose pods are members, 1 to 16. Members of sets that are not named are reported and never ' +
    'removed. The order matters: the first set is protected by default (see protectedOrdinals).',
});
