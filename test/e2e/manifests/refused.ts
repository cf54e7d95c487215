import type { Change } from './manifest.ts';
import { sets } from './manifest.ts';

/** A spec that nobody may store: the field that the answer names, and a part of what it says about it. */
export interface Refused {
  readonly what: string;
  readonly change: Change;
  readonly field: string;
  readonly says: string;
}

const set = 'arc-writer';

const member = (fields: Change): Change => ({ members: [{ statefulSet: set, ...fields }] });

const stores: readonly Refused[] = [
  { what: 'no store', change: { store: undefined }, field: 'spec.store', says: 'Required value' },
  {
    what: 'a store without type',
    change: { store: { type: undefined } },
    field: 'spec.store.type',
    says: 'Required',
  },
  {
    what: 'an unknown store',
    change: { store: { type: 'Vault' } },
    field: 'spec.store.type',
    says: 'supported values: "Arc"',
  },
];

const members: readonly Refused[] = [
  { what: 'no members', change: { members: undefined }, field: 'spec.members', says: 'Required value' },
  { what: 'null members', change: { members: null }, field: 'spec.members', says: 'Required value' },
  { what: 'an empty list of members', change: { members: [] }, field: 'spec.members', says: 'at least 1 items' },
  { what: '17 sets', change: { members: sets(17) }, field: 'spec.members', says: 'must have at most 16 items' },
  {
    what: 'a set named twice',
    change: { members: [{ statefulSet: set }, { statefulSet: set }] },
    field: 'spec.members[1]',
    says: 'Duplicate value',
  },
  {
    what: 'a member without statefulSet',
    change: { members: [{ memberId: '{pod}' }] },
    field: 'spec.members[0].statefulSet',
    says: 'Required value',
  },
  ...['', 'Arc-Writer', 'arc.writer', '-arc', 'arc-', 'arc/writer'].map((statefulSet) => ({
    what: `a set named "${statefulSet}"`,
    change: member({ statefulSet }),
    field: 'spec.members[0].statefulSet',
    says: 'must be the name of a StatefulSet in this namespace',
  })),
  {
    what: 'a set name of 53 characters',
    change: member({ statefulSet: 'a'.repeat(53) }),
    field: 'spec.members[0].statefulSet',
    says: 'may not be more than 52',
  },
  {
    what: 'a number for a set name',
    change: member({ statefulSet: 5 }),
    field: 'spec.members[0].statefulSet',
    says: 'must be of type string',
  },
];

const memberIds: readonly Refused[] = [
  ...['arc', '{statefulSet}', '{namespace}'].map((memberId) => ({
    what: `memberId ${memberId}`,
    change: member({ memberId }),
    field: 'spec.members[0].memberId',
    says: 'must contain {pod} or {ordinal}',
  })),
  ...['{node}', '{Pod}', '{pod', 'arc {pod}', '{{pod}}', '{pod}/0'].map((memberId) => ({
    what: `memberId ${memberId}`,
    change: member({ memberId }),
    field: 'spec.members[0].memberId',
    says: 'placeholders {pod}, {statefulSet}, {ordinal} and {namespace}',
  })),
  {
    what: 'a memberId of 254 characters',
    change: member({ memberId: `{pod}${'a'.repeat(249)}` }),
    field: 'spec.members[0].memberId',
    says: 'may not be more than 253',
  },
  {
    what: 'two sets whose members share their ids',
    change: {
      members: [
        { statefulSet: 'a', memberId: 'arc-{ordinal}' },
        { statefulSet: 'b', memberId: 'arc-{ordinal}' },
      ],
    },
    field: 'spec.members',
    says: 'put {pod} or {statefulSet} into memberId',
  },
];

const ordinals: readonly Refused[] = [
  { what: 'a negative ordinal', ordinals: [-1], at: '[0]', says: 'greater than or equal to 0' },
  { what: 'an ordinal beyond int32', ordinals: [2 ** 31], at: '[0]', says: 'less than or equal to 2147483647' },
  { what: 'a text for an ordinal', ordinals: ['0'], at: '[0]', says: 'must be of type integer' },
  { what: 'an ordinal named twice', ordinals: [0, 0], at: '[1]', says: 'Duplicate value' },
  { what: '65 ordinals', ordinals: Array.from({ length: 65 }, (_, i) => i), at: '', says: 'at most 64 items' },
].map(({ what, ordinals: protectedOrdinals, at, says }) => ({
  what,
  change: member({ protectedOrdinals }),
  field: `spec.members[0].protectedOrdinals${at}`,
  says,
}));

const adminFields: readonly Refused[] = [
  { what: 'port 0', change: { port: 0 }, field: 'port', says: 'greater than or equal to 1' },
  { what: 'port 65536', change: { port: 65_536 }, field: 'port', says: 'less than or equal to 65535' },
  { what: 'a text for a port', change: { port: '8000' }, field: 'port', says: 'must be of type integer' },
  { what: 'scheme http', change: { scheme: 'http' }, field: 'scheme', says: 'supported values: "HTTP", "HTTPS"' },
  {
    what: 'a CA without HTTPS',
    change: { caSecretRef: { name: 'ca' } },
    field: 'caSecretRef',
    says: 'set spec.admin.scheme to HTTPS, or remove caSecretRef',
  },
  {
    what: 'a server name without HTTPS',
    change: { serverName: 'arc.example.com' },
    field: 'serverName',
    says: 'set spec.admin.scheme to HTTPS, or remove serverName',
  },
  {
    what: 'a CA without name',
    change: { scheme: 'HTTPS', caSecretRef: {} },
    field: 'caSecretRef.name',
    says: 'Required value',
  },
  {
    what: 'a URL for a server name',
    change: { scheme: 'HTTPS', serverName: 'https://arc.example.com' },
    field: 'serverName',
    says: 'without scheme or port',
  },
  {
    what: 'a token without name',
    change: { tokenSecretRef: { key: 'token' } },
    field: 'tokenSecretRef.name',
    says: 'Required value',
  },
  {
    what: 'a server name of 254 characters',
    change: { scheme: 'HTTPS', serverName: 'a'.repeat(254) },
    field: 'serverName',
    says: 'may not be more than 253',
  },
  ...['caSecretRef', 'tokenSecretRef'].flatMap((ref) => [
    {
      what: `a Secret of another namespace in ${ref}`,
      change: { scheme: 'HTTPS', [ref]: { name: 'other/secret' } },
      field: `${ref}.name`,
      says: 'must be the name of a Secret in this namespace',
    },
    {
      what: `a name of 254 characters in ${ref}`,
      change: { scheme: 'HTTPS', [ref]: { name: 'a'.repeat(254) } },
      field: `${ref}.name`,
      says: 'may not be more than 253',
    },
    {
      what: `a key with a slash in ${ref}`,
      change: { scheme: 'HTTPS', [ref]: { name: 'secret', key: 'a/b' } },
      field: `${ref}.key`,
      says: 'must be a key of the Secret',
    },
    {
      what: `a key of 254 characters in ${ref}`,
      change: { scheme: 'HTTPS', [ref]: { name: 'secret', key: 'a'.repeat(254) } },
      field: `${ref}.key`,
      says: 'may not be more than 253',
    },
  ]),
  ...['5', '', '500ms', '1.5s', '-5s', '5 s', '1d', '0s', '31s', '1m', '99999h99999h'].map((requestTimeout) => ({
    what: `requestTimeout "${requestTimeout}"`,
    change: { requestTimeout },
    field: 'requestTimeout',
    says: 'must be a duration from 1s to 30s in whole hours, minutes and seconds, such as 5s',
  })),
  {
    what: 'a number for a duration',
    change: { requestTimeout: 5 },
    field: 'requestTimeout',
    says: 'must be of type string',
  },
  ...['14s', '121s', '2m1s'].map((removeTimeout) => ({
    what: `removeTimeout ${removeTimeout}`,
    change: { removeTimeout },
    field: 'removeTimeout',
    says: 'from 15s to 120s',
  })),
  ...['9s', '61m'].map((pollInterval) => ({
    what: `pollInterval ${pollInterval}`,
    change: { pollInterval },
    field: 'pollInterval',
    says: 'from 10s to 1h',
  })),
].map(({ what, change, field, says }) => ({ what, change: { admin: change }, field: `spec.admin.${field}`, says }));

const removalFields: readonly Refused[] = [
  { what: 'mode Auto', change: { mode: 'Auto' }, field: 'mode', says: 'supported values: "Automatic", "Observe"' },
  { what: 'a delay of 9s', change: { delay: '9s' }, field: 'delay', says: 'from 10s to 1h' },
  { what: 'a delay of 3601s', change: { delay: '3601s' }, field: 'delay', says: 'from 10s to 1h' },
  { what: 'minVoters 0', change: { minVoters: 0 }, field: 'minVoters', says: 'greater than or equal to 1' },
  { what: 'minVoters 16', change: { minVoters: 16 }, field: 'minVoters', says: 'less than or equal to 15' },
  { what: 'maxPerHour 0', change: { maxPerHour: 0 }, field: 'maxPerHour', says: 'greater than or equal to 1' },
  { what: 'maxPerHour 17', change: { maxPerHour: 17 }, field: 'maxPerHour', says: 'less than or equal to 16' },
].map(({ what, change, field, says }) => ({
  what,
  change: { removal: change },
  field: `spec.removal.${field}`,
  says,
}));

const decommissions: readonly Refused[] = [
  { what: 'an id declared gone twice', ids: ['a', 'a'], at: '[1]', says: 'Duplicate value' },
  { what: 'an empty id', ids: [''], at: '[0]', says: 'must be a member id' },
  { what: 'an id with a space', ids: ['arc 0'], at: '[0]', says: 'without spaces' },
  { what: 'an id of 257 characters', ids: ['a'.repeat(257)], at: '[0]', says: 'may not be more than 256' },
  { what: '65 ids', ids: sets(65).map(({ statefulSet }) => statefulSet), at: '', says: 'at most 64 items' },
].map(({ what, ids, at, says }) => ({
  what,
  change: { decommission: ids },
  field: `spec.decommission${at}`,
  says,
}));

export const refused: readonly Refused[] = [
  ...stores,
  ...members,
  ...memberIds,
  ...ordinals,
  ...adminFields,
  ...removalFields,
  ...decommissions,
  { what: 'a guard of another kind', change: { scaleDownGuard: 'On' }, field: 'spec.scaleDownGuard', says: 'Enforce' },
  { what: 'a text for suspend', change: { suspend: 'yes' }, field: 'spec.suspend', says: 'must be of type boolean' },
];
