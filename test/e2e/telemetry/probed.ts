import { expect } from '@jest/globals';

import { seriesIn } from '../../telemetry/exposed.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { scenario } from '../harness/scenario.ts';

/** Milliseconds for which a probe waits. */
const patience = 1_000;

/** Played alone: the bed has one API server. */
export const probed = {
  ...scenario(
    'probes: a frozen process does not live; without an API server it lives, and is not ready',
    async (scene) => {
      const { operator } = await scene.healthy(3);
      const { controlPlane } = scene.suite.bed;
      expect(await operator.livez()).toEqual({ status: 200, text: 'ok\n' });
      expect(await operator.readyz()).toEqual({ status: 200, text: 'ok\n' });

      operator.freeze();
      await expect(operator.livez(patience)).rejects.toThrow('timeout');
      operator.thaw();
      await waitUntil(
        '/livez to answer again',
        { timeout: 30_000 },
        async () => (await operator.livez()).status === 200,
      );

      await controlPlane.stopApiServer();
      try {
        await operator.readyzIs(503, /Pods: /);
        await waitUntil('requests without an answer', { timeout: 60_000 }, async () =>
          Object.keys(seriesIn(await operator.metrics())).some((name) => name.includes('code="<error>"')),
        );
        expect(await operator.livez()).toEqual({ status: 200, text: 'ok\n' });
      } finally {
        await controlPlane.startApiServer();
      }
      await operator.readyzIs(200, /ok/);
    },
  ),
  isSeenElsewhere: true,
};
