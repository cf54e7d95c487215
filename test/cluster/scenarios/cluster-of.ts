import type { Scene } from '../../e2e/harness/scene.ts';
import { ClusterSuite } from './suite.ts';

/** The cluster that a scene plays on. */
export function clusterOf({ suite }: Scene): ClusterSuite {
  if (suite instanceof ClusterSuite) return suite;
  throw new Error('this scenario needs a real cluster');
}
