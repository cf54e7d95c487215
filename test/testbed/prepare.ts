/** Builds what the test bed runs, if it is not built yet: `node test/testbed/prepare.ts`. */
import { buildArcd } from './build/arcd.ts';
import { buildHelm } from './build/helm.ts';
import { buildControlPlane } from './control-plane/build.ts';

console.log(await buildControlPlane(console.log));
console.log(await buildArcd(console.log));
console.log(await buildHelm(console.log));
