import { z } from 'zod';

import { durationPattern, parseDuration } from '../duration.ts';
import { withRules } from './rule.ts';

interface Range {
  readonly from: string;
  readonly to: string;
}

/** A duration within a range, both ends included, with its default. */
export function durationField(description: string, byDefault: string, { from, to }: Range) {
  return withRules(z.string().max(18).regex(durationPattern), {
    // The pattern first: duration() of anything else is a type error, which tells a person nothing.
    cel:
      `self.matches('${durationPattern.source}') && ` +
      `duration(self) >= duration('${from}') && duration(self) <= duration('${to}')`,
    message: `must be a duration from ${from} to ${to} in whole hours, minutes and seconds, such as ${byDefault}`,
    holds: (text) =>
      durationPattern.test(text) &&
      parseDuration(text) >= parseDuration(from) &&
      parseDuration(text) <= parseDuration(to),
  })
    .default(byDefault)
    .meta({ description: `${description} From ${from} to ${to}.` });
}
