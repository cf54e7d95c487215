import { z } from 'zod';
import { ready } from '../../bodies/node.ts';
import { standalone } from '../../bodies/refusals.ts';
import { atFirst, NOBODY } from '../../question.ts';
import type { Row, Scene } from '../../row.ts';
import { CLUSTER, NODES } from '../../site.ts';

const TOO_LONG = 'x'.repeat(257);

/** A pod that is not clustered: no licence, or its coordinator did not start. */
export const standaloneScene: Scene = {
  name: 'one node that is not clustered',
  cluster: { ids: ['arc-writer-0'], flags: ['--clustered=false'], forms: false },
  independent: true,
  rows: [
    {
      section: '0',
      name: 'the body of enabled:false has no success key',
      generation: 'A',
      request: atFirst('GET', CLUSTER),
      answer: { status: 200, body: z.looseObject({ success: z.undefined().optional(), enabled: z.literal(false) }) },
    },
    {
      section: '0',
      name: 'the body of enabled:false says success:false, with 200',
      generation: 'B',
      request: atFirst('GET', CLUSTER),
      answer: { status: 200, body: z.looseObject({ success: z.literal(false), enabled: z.literal(false) }) },
    },
    {
      section: '1.2',
      name: 'not clustered: enabled:false with 200, and one of the known reasons',
      request: atFirst('GET', CLUSTER),
      answer: standalone,
    },
    ...['/nodes', `/nodes/${NOBODY}`, '/local', '/health'].map((path): Row => ({
      section: '1.3',
      name: `not clustered: GET /cluster${path} answers enabled:false with 200`,
      request: atFirst('GET', `${CLUSTER}${path}`),
      answer: standalone,
    })),
    {
      section: '1.3',
      name: 'not clustered: the pod is ready all the same',
      request: atFirst('GET', '/ready'),
      answer: { status: 200, body: ready },
    },
    {
      section: '1.4',
      name: 'not clustered on this pod: 200 with enabled:false is not a removal',
      request: atFirst('DELETE', `${NODES}/${NOBODY}`),
      answer: standalone,
    },
    {
      section: '1.4',
      name: 'whether it is clustered is looked at before the length of the id',
      request: atFirst('DELETE', `${NODES}/${TOO_LONG}`),
      answer: standalone,
    },
  ],
};
