/** Builds or fetches what the test bed runs, if it is not there yet: `node test/testbed/prepare.ts`. */
import { buildArcd } from './build/arcd.ts';
import { buildHelm } from './build/helm.ts';
import { buildKstatus } from './build/kstatus.ts';
import { prometheusPrograms } from './build/prometheus.ts';
import { buildControlPlane } from './control-plane/build.ts';

console.log(await buildControlPlane(console.log));
console.log(await buildArcd(console.log));
console.log(await buildHelm(console.log));
console.log(await buildKstatus(console.log));
const programs = await prometheusPrograms(console.log);
console.log('missing' in programs ? `tests with Prometheus will be skipped: ${programs.missing}` : programs.prometheus);
