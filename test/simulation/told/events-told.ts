import type { Telling, ToldEvent } from './telling.ts';

/** The events of the stories in their order, as `kubectl describe` and `kubectl events` show them. */
export function eventsTold(tellings: readonly Telling[]): string {
  const sections = tellings.map(({ scenario, events }) => {
    const lines = events.map((event) => `${event.type.padEnd(7)} ${event.reason.padEnd(18)} ${noteOf(event)}`);
    return `## ${scenario.number}: ${scenario.title}\n\n${lines.join('\n')}\n`;
  });
  return ['# The events of every situation', ...sections].join('\n\n').replaceAll(/\n{3,}/g, '\n\n');
}

/** Without what says nothing but when. */
function noteOf({ note, regarding }: ToldEvent): string {
  const masked = note
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replaceAll(/\bterm \d+/g, 'term <term>')
    .replaceAll(/\bcommit index \d+/g, 'commit index <index>');
  return regarding.name === 'arc' ? masked : `${regarding.name}: ${masked}`;
}
