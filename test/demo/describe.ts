import type { Stage } from './stage.ts';

/** What `kubectl describe raft` says of one member. */
export async function describeMember(stage: Stage, id: string): Promise<void> {
  const lines = await describe(stage);
  const members = block(lines, /^  Members:$/, 4);
  const entries = members.reduce<string[][]>((found, line) => {
    if (line.startsWith('    Id: ')) found.push([]);
    found.at(-1)?.push(line);
    return found;
  }, []);
  const entry = entries.find(([first]) => first?.trim().split(/\s+/)[1] === id) ?? [];
  print(stage, ['Status:', '  Members:', ...entry]);
}

/** What `kubectl describe raft` says of the removals so far. */
export async function describeRemovals(stage: Stage): Promise<void> {
  print(stage, ['Status:', '  Removals:', ...block(await describe(stage), /^  Removals:$/, 4)]);
}

async function describe(stage: Stage): Promise<readonly string[]> {
  return (await stage.kubectl('describe', 'raft', 'arc')).split('\n');
}

/** The lines under a heading, as long as they are indented by at least so much. */
function block(lines: readonly string[], heading: RegExp, indent: number): readonly string[] {
  const start = lines.findLastIndex((line) => heading.test(line)) + 1;
  const rest = lines.slice(start);
  const end = rest.findIndex((line) => !line.startsWith(' '.repeat(indent)));
  return rest.slice(0, end === -1 ? undefined : end);
}

function print({ screen }: Stage, lines: readonly string[]): void {
  screen.command('kubectl describe raft arc');
  screen.output(['…', ...lines, '…'].join('\n'));
}
