import { equal } from 'node:assert/strict';

import type { Bed } from '../../testbed/bed.ts';

/** `1.35`: what the control plane is to serve and do; else what its binaries are. `make e2e KUBERNETES=1.35`. */
const asked = process.env['KUBERNETES'];

/** For `startBed`. */
export const kubernetesVersion = asked === undefined || asked === '' ? {} : { emulatedVersion: asked };

/** The server is of the version that was asked for. */
export async function expectKubernetesVersion(bed: Bed): Promise<void> {
  const { stdout } = await bed.kubectl(['get', '--raw', '/version']);
  const { emulationMajor, emulationMinor, major, minor } = JSON.parse(stdout) as Readonly<Record<string, string>>;
  const wanted = kubernetesVersion.emulatedVersion ?? `${major}.${minor}`;
  equal(`${emulationMajor}.${emulationMinor}`, wanted, 'the version that the API server serves');
}
