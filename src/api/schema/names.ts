import { z } from 'zod';

import { matches, withRules } from './rule.ts';

/** DNS-1123, the alphabet of Kubernetes names. */
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const secretKey = /^[-._a-zA-Z0-9]+$/;
const visible = /^[!-~]+$/;

function text(pattern: RegExp, maxLength: number, message: string): z.ZodString {
  return withRules(z.string().max(maxLength).regex(pattern), matches(pattern, message));
}

/** 52: the longest name whose pods still get their `controller-revision-hash` label. */
export const statefulSetName = text(
  label,
  52,
  "must be the name of a StatefulSet in this namespace: lower-case letters, digits and '-', such as arc-writer",
);

export const secretName = text(
  subdomain,
  253,
  "must be the name of a Secret in this namespace: lower-case letters, digits, '-' and '.'",
);

export const secretKeyName = text(secretKey, 253, "must be a key of the Secret: letters, digits, '-', '_' and '.'");

export const serverName = text(
  subdomain,
  253,
  'must be a DNS name in lower case, such as arc.example.com, without scheme or port',
);

/** An id as a person writes it down. */
export function memberId(maxLength: number): z.ZodString {
  return text(visible, maxLength, 'must be a member id exactly as the store shows it, without spaces');
}
