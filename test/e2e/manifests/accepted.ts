import type { Change } from './manifest.ts';
import { sets } from './manifest.ts';

/** A spec that the server stores, and what it adds to it. */
export interface Accepted {
  readonly what: string;
  readonly change: Change;
  /** What the server lays over the spec that was sent, besides `defaults`. */
  readonly adds?: Change;
}

/** What every spec has at least, once it is stored. */
export const defaults: Change = {
  admin: { port: 8000, scheme: 'HTTP', requestTimeout: '5s', removeTimeout: '20s', pollInterval: '60s' },
  removal: { mode: 'Automatic', delay: '60s', minVoters: 1, maxPerHour: 8 },
  decommission: [],
  scaleDownGuard: 'Off',
  suspend: false,
};

const name253 = `${'a'.repeat(63)}.`.repeat(4).slice(0, 253);

export const accepted: readonly Accepted[] = [
  {
    what: 'the smallest spec',
    change: {},
    adds: { members: [{ statefulSet: 'arc-writer', memberId: '{pod}' }] },
  },
  {
    what: 'null where a default is',
    change: { admin: null, decommission: null, scaleDownGuard: null, suspend: null },
    adds: { ...defaults, members: [{ statefulSet: 'arc-writer', memberId: '{pod}' }] },
  },
  {
    what: 'the lower end of every range',
    change: {
      members: [{ statefulSet: 'a', memberId: '{pod}', protectedOrdinals: [] }],
      admin: { port: 1, requestTimeout: '1s', removeTimeout: '15s', pollInterval: '10s' },
      removal: { delay: '10s', minVoters: 1, maxPerHour: 1 },
      decommission: ['a'],
    },
  },
  {
    what: 'the upper end of every range',
    change: {
      members: sets(16).map(({ statefulSet }) => ({
        statefulSet: statefulSet.padEnd(52, 'x'),
        memberId: '{pod}'.padEnd(253, 'x'),
        protectedOrdinals: Array.from({ length: 64 }, (_, i) => 2 ** 31 - 1 - i),
      })),
      admin: {
        port: 65_535,
        scheme: 'HTTPS',
        caSecretRef: { name: name253, key: 'k'.repeat(253) },
        serverName: name253,
        tokenSecretRef: { name: name253, key: 'k'.repeat(253) },
        requestTimeout: '30s',
        removeTimeout: '120s',
        pollInterval: '1h',
      },
      removal: { mode: 'Observe', delay: '1h', minVoters: 15, maxPerHour: 16 },
      decommission: sets(64).map(({ statefulSet }) => statefulSet.padEnd(256, 'x')),
      scaleDownGuard: 'Enforce',
      suspend: true,
    },
  },
  {
    what: 'durations of several units',
    change: {
      members: [{ statefulSet: 'arc-writer', memberId: '{pod}' }],
      admin: { requestTimeout: '0h0m30s', removeTimeout: '1m30s', pollInterval: '59m60s' },
      removal: { delay: '3600s' },
    },
  },
  {
    what: 'HTTPS with the keys of Secrets left out',
    change: {
      members: [{ statefulSet: 'arc-writer', memberId: '{pod}' }],
      admin: { scheme: 'HTTPS', caSecretRef: { name: 'ca' }, tokenSecretRef: { name: 'token' } },
    },
    adds: { admin: { caSecretRef: { key: 'ca.crt' }, tokenSecretRef: { key: 'token' } } },
  },
  {
    what: 'every placeholder, and two sets whose ids differ',
    change: {
      members: [
        { statefulSet: 'a', memberId: 'x_{namespace}.{statefulSet}-{ordinal}:1@y' },
        { statefulSet: 'b', memberId: 'b-{ordinal}' },
        { statefulSet: 'c', memberId: 'c-{ordinal}' },
      ],
    },
  },
];
