import { readFileSync } from 'node:fs';

import type { ApiProxy } from './api-proxy.ts';
import type { SceneOperator } from './operator-process.ts';
import type { Scene } from './scene.ts';

/** An operator that reaches the API server through `proxy` only. */
export async function operatorBehind(proxy: ApiProxy, scene: Scene, name: string): Promise<SceneOperator> {
  const { bed, kubeconfig } = scene.suite;
  const text = readFileSync(kubeconfig, 'utf8').replace(bed.controlPlane.access.server, proxy.url);
  return scene.operator({ name, kubeconfig: bed.run.file(`${scene.namespace}-${name}.kubeconfig`, text) });
}
