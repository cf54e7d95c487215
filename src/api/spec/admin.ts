import { z } from 'zod';

import { durationField } from '../schema/duration-field.ts';
import { secretKeyName, secretName, serverName } from '../schema/names.ts';
import { withRules } from '../schema/rule.ts';

const caSecretRef = z.object({
  name: secretName.meta({ description: 'Name of the Secret, in the namespace of the RaftCluster.' }),
  key: secretKeyName.default('ca.crt').meta({ description: 'Key of the Secret that holds PEM certificates.' }),
});

const tokenSecretRef = z.object({
  name: secretName.meta({ description: 'Name of the Secret, in the namespace of the RaftCluster.' }),
  key: secretKeyName.default('token').meta({ description: 'Key of the Secret that holds the token.' }),
});

const connection = z.object({
  port: z.int32().min(1).max(65_535).default(8000).meta({
    description: 'Port of the admin API on every pod. It is reached by pod address, never through a Service.',
  }),
  scheme: z.enum(['HTTP', 'HTTPS']).default('HTTP').meta({ description: 'Whether the admin API speaks TLS.' }),
  caSecretRef: caSecretRef.optional().meta({
    description:
      'The certificate authorities that sign the certificates of the pods. Without it the public ones are trusted. ' +
      'Only with scheme HTTPS.',
  }),
  serverName: serverName.optional().meta({
    description:
      'The DNS name to expect in the certificates of the pods, which are asked by address. Without it a certificate ' +
      'must name the address of its pod. Example: arc.example.com. Only with scheme HTTPS.',
  }),
  tokenSecretRef: tokenSecretRef.optional().meta({
    description:
      'The token for the admin API; to remove members it needs admin permission in the store. It is sent to pods of ' +
      'the StatefulSets of this spec only. Leave it out for a store without authentication.',
  }),
  requestTimeout: durationField('How long one pod may take to answer a question.', '5s', { from: '1s', to: '30s' }),
  removeTimeout: durationField(
    'How long to wait for the answer to a removal. Whatever it brings, only the configuration of the ' +
      'store tells afterwards whether the member was removed.',
    '20s',
    { from: '15s', to: '120s' },
  ),
  pollInterval: durationField('How often every member is asked when no event asks for it.', '60s', {
    from: '10s',
    to: '1h',
  }),
});

function onlyWithHttps(field: 'caSecretRef' | 'serverName') {
  return {
    cel: `self.scheme == 'HTTPS' || !has(self.${field})`,
    message: `has no effect with scheme HTTP: set spec.admin.scheme to HTTPS, or remove ${field}`,
    holds: (admin: z.output<typeof connection>) => admin.scheme === 'HTTPS' || admin[field] === undefined,
    field,
  };
}

export const admin = withRules(connection, onlyWithHttps('caSecretRef'), onlyWithHttps('serverName'))
  .prefault({})
  .meta({ description: 'How the admin API of the pods is reached.' });
