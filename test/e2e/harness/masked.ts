/**
 * What kubectl printed about RaftClusters, with everything that differs from run to run replaced by its name in angle
 * brackets: times, ages, uids, resourceVersions, addresses, the namespace, terms and indexes, who leads (an election is
 * chance), and how many of the voters had answered when a removal was proven. Events are left out: which of them there are,
 * in which order and how often, depends on how long things took.
 */
export function maskedDescription(text: string): string {
  const lines = text.replaceAll(/^Events:.*(\n[ \t]+.*)*\n*/gm, '').split('\n');
  return lines
    .map((line) => maskedField(maskedText(line)).trimEnd())
    .join('\n')
    .trim();
}

/** The same for a table: by columns, and aligned anew. */
export function maskedTable(text: string): string {
  const [head = '', ...rows] = text.trimEnd().split('\n');
  const columns = [...head.matchAll(/\S+/g)].map(({ 0: name, index }) => ({ name, from: index }));
  const cells = rows.map((row) =>
    columns.map(({ name, from }, column) => {
      const cell = row.slice(from, columns[column + 1]?.from).trim();
      return cell === '' ? '' : (maskedColumns[name] ?? maskedText(cell));
    }),
  );
  const table = [columns.map(({ name }) => name), ...cells];
  const widths = columns.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

const maskedColumns: Readonly<Record<string, string>> = { LEADER: '<leader>', TERM: '<term>', AGE: '<age>' };

const maskedFields: ReadonlyMap<string, string> = new Map([
  ['Leader', '<leader>'],
  ['Term', '<term>'],
  ['Commit Index', '<index>'],
  ['Resource Version', '<version>'],
  ['Holder', '<holder>'],
]);

function maskedField(line: string): string {
  const [, indent = '', name = ''] = /^([\s-]*)([A-Z][\w ]*):\s+\S/.exec(line) ?? [];
  const mask = maskedFields.get(name);
  return mask === undefined ? line : `${indent}${name}:  ${mask}`;
}

const id = '[A-Za-z0-9][-\\w.]*-\\d+';

const masks: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>'],
  [/\b127(\.\d{1,3}){3}\b/g, '<address>'],
  [/\bscene-\d+\b/g, '<namespace>'],
  [/\bterm \d+/g, 'term <term>'],
  [/\bcommit index \d+/g, 'commit index <index>'],
  [/views of \d+ of (\d+) voters/g, 'views of <count> of $1 voters'],
  [new RegExp(`(?<=[Ll]eader )(?!any more)${id}`, 'g'), '<leader>'],
  [new RegExp(`(?<![-\\w.])(?!node )${id}(?= (leads|claims to lead))`, 'g'), '<leader>'],
];

function maskedText(text: string): string {
  return masks.reduce((masked, [what, name]) => masked.replaceAll(what, name), text);
}
