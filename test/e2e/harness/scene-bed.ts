import type { Bed } from '../../testbed/bed.ts';
import type { NodeAgent } from '../../testbed/node-agent/agent.ts';

/** What scenarios need of a bed: the process bed has it, and a real cluster. */
export interface SceneBed extends Pick<
  Bed,
  | 'adminKubeconfig'
  | 'auditLog'
  | 'controlPlane'
  | 'kube'
  | 'kubectl'
  | 'namespace'
  | 'operatorKubeconfig'
  | 'processes'
  | 'requestLog'
  | 'run'
  | 'stop'
> {
  readonly agent: Pick<
    NodeAgent,
    'freeze' | 'hold' | 'kill' | 'killAndStayDown' | 'pods' | 'release' | 'thaw' | 'ungraceful'
  >;
}
