import { z } from 'zod';

export const scaleDownGuard = z
  .enum(['Off', 'Warn', 'Enforce'])
  .default('Off')
  .meta({
    description:
      'What happens when somebody scales a StatefulSet of the spec below its minSafeReplicas. Off: nothing. Warn: the ' +
      'request is warned of, and marked in the audit log. Enforce: it is refused. It takes effect in namespaces with the ' +
      'label raftcluster.dev/scale-down-guard=enabled, once the guard is installed (docs/scale-down-guard.md).',
  });
