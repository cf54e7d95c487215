import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { modes } from '../../scripts/guard/policy.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import { Guarded } from './guard/guarded.ts';
import { rows } from './guard/rows.ts';
import { label, scale } from './guard/ways.ts';

/** Milliseconds. The first run on a machine builds the bed's binaries. */
const startTimeout = 1_500_000;
const patience = 120_000;

let guarded: Guarded;

beforeAll(async () => {
  guarded = await Guarded.start(rows.map(({ given }) => given ?? {}));
}, startTimeout);

afterAll(() => guarded.stop(), patience);

test(
  'the scale-down guard is taken without a complaint of the type checker, who sees a field that is not there',
  async () => {
    for (const { name } of modes) expect(await guarded.complaintsAbout(name)).toEqual([]);
    expect(await guarded.complaintsAbout(await guarded.misspelt())).toEqual([
      {
        fieldRef: 'spec.validations[0].expression',
        warning: expect.stringContaining("undefined field 'scaleDownGard'"),
      },
    ]);
  },
  patience,
);

describe('the scale-down guard', () => {
  test.each(rows.map((row, index) => ({ ...row, index })))(
    '$what: $answer',
    async ({ index, asks, answer, says = '' }) => {
      const result = await guarded.ask(index, asks);
      expect(result).toEqual({ answer, says: expect.stringContaining(says.replace('arc ', `row-${index} `)) });
    },
  );
});

test(
  'the scale-down guard fails a helm upgrade that goes too deep, and the next one goes on',
  async () => {
    const release = await guarded.release();
    const tooDeep = await waitUntil('a status that Helm meets', { timeout: 30_000 }, async () => {
      const answer = await release.upgradeTo(2);
      return answer.stderr.includes('the lowest safe value now is 3') && answer;
    });
    expect(tooDeep.code).not.toBe(0);
    expect(await release.state()).toBe('failed');
    expect(await release.upgradeTo(3)).toMatchObject({ code: 0 });
    expect(await release.state()).toBe('deployed');
  },
  patience,
);

test('the scale-down guard marks in the audit log what it refused or warned of, and nothing else', () => {
  expect(guarded.marked(rows.length)).toEqual(
    rows.flatMap(({ answer }, index) => (answer === 'allowed' ? [] : [index])),
  );
});

test(
  'a HorizontalPodAutoscaler that is refused says so, and goes on when it may',
  async () => {
    const refused = rows.findIndex(({ what }) => what === 'kubectl scale to 2');
    const autoscaler = guarded.autoscaler(refused);
    await autoscaler.start(2);
    await autoscaler.says('FailedUpdateScale', 'the lowest safe value now is 3');
    await guarded.floorIs(refused, 2);
    await autoscaler.reaches(2);
  },
  patience,
);

describe('the scale-down guard without its bindings', () => {
  beforeAll(() => guarded.unbind(), patience);

  test.each(rows.map((row, index) => ({ ...row, index })).filter(({ answer }) => answer !== 'allowed'))(
    '$what: allowed',
    async ({ index, asks }) => {
      expect(await guarded.ask(index, asks)).toEqual({ answer: 'allowed', says: '' });
    },
  );
});

describe('without its CRD the scale-down guard', () => {
  const [guardedSet, unlabelledSet] = [
    rows.findIndex(({ what }) => what === 'a set that no RaftCluster names'),
    rows.findIndex(({ given }) => given?.labelled === false),
  ];

  // The API server reads it anew.
  beforeAll(async () => {
    await guarded.install();
    await guarded.uninstall();
    await guarded.deleteCrd();
    await guarded.install();
  }, patience);

  test('refuses every update of a StatefulSet where the label is, and says why', async () => {
    const { answer, says } = await guarded.ask(guardedSet, label);
    expect(answer).toBe('refused');
    expect(says).toMatch(
      /'raftcluster-scale-down-enforce'.* denied request: failed to configure (policy|binding): .*paramKind/,
    );
    expect(await guarded.ask(guardedSet, scale(10))).toMatchObject({ answer: 'refused' });
  });

  test('does nothing where the label is not', async () => {
    expect(await guarded.ask(unlabelledSet, label)).toEqual({ answer: 'allowed', says: '' });
    expect(await guarded.ask(unlabelledSet, scale(9))).toEqual({ answer: 'allowed', says: '' });
    expect(await guarded.ask(unlabelledSet, scale(0))).toEqual({ answer: 'allowed', says: '' });
  });

  test(
    'lets go of a namespace that loses the label',
    async () => {
      await guarded.label(false);
      await guarded.becomes('allowed', guardedSet, scale(8));
      await guarded.label(true);
      await guarded.becomes('refused', guardedSet, scale(7));
    },
    patience,
  );

  test(
    'lets go of everything when it is uninstalled',
    async () => {
      await guarded.uninstall();
      expect(await guarded.ask(guardedSet, scale(6))).toEqual({ answer: 'allowed', says: '' });
      await guarded.install();
      expect(await guarded.ask(guardedSet, scale(5))).toMatchObject({ answer: 'refused' });
    },
    patience,
  );

  test(
    'works again once the CRD is back, and guards nothing once it goes: the RaftClusters go with it',
    async () => {
      await guarded.installCrd();
      await guarded.becomes('allowed', guardedSet, scale(4));
      await guarded.ask(-1, scale(4));
      await guarded.nameAgain();
      await guarded.deleteCrd();
      await guarded.becomes('allowed', -1, scale(0));
    },
    patience,
  );
});
