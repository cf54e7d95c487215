/**
 * Shows that the documentation promises nothing that is not there: every `make` target that it names is one, every file
 * that it links to exists, with the heading if it names one, every block of commands is one that a shell can read, and
 * some test runs the commands of every page that users read (test/documents/players.ts).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { blocksOf, pages as usersPages } from '../test/documents/pages.ts';
import { notRun, players } from '../test/documents/players.ts';

const targets = new Set([...readFileSync('Makefile', 'utf8').matchAll(/^([a-z0-9-]+):/gm)].map(([, name]) => name));
const pages = globSync(['*.md', 'docs/**/*.md']);
const wrong = pages.flatMap((page) => {
  const text = readFileSync(page, 'utf8');
  return [
    ...[...code(text).matchAll(/\bmake ([a-z][a-z0-9-]*)/g)]
      .filter(([, target]) => !targets.has(target))
      .map(([command]) => `${page}: there is no \`${command}\``),
    ...[...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .filter(([, link = '']) => !existsSync(join(dirname(page), link)))
      .map(([, link]) => `${page}: there is no ${link}`),
    ...[...text.matchAll(/\]\((?!https?:)([^)#]*\.md)?#([^)]+)\)/g)]
      .filter(([, link = '', anchor = '']) => !headings(link === '' ? page : join(dirname(page), link)).has(anchor))
      .map(([, link = '', anchor]) => `${page}: there is no heading ${link}#${anchor}`),
    ...shellBlocks(text).flatMap((block) => {
      const { status, stderr } = spawnSync('sh', ['-n'], { input: block, encoding: 'utf8' });
      return status === 0 ? [] : [`${page}: a shell cannot read ${block}${stderr}`];
    }),
  ];
});
wrong.push(...withoutPlayer());
console.log(wrong.length === 0 ? `${pages.length} pages promise nothing that is not there` : wrong.join('\n'));
process.exitCode = wrong.length === 0 ? 0 : 1;

/** What stands in code spans and shell blocks. */
function code(text: string): string {
  return [...text.matchAll(/^ *```sh\n(.*?)^ *```|`([^`\n]+)`/gms)].map(([, block, span]) => block ?? span).join('\n');
}

function shellBlocks(text: string): readonly string[] {
  return [...text.matchAll(/^ *```sh\n(.*?)^ *```/gms)].map(([, block = '']) => block);
}

/** The anchors of a page, as GitHub makes them of its headings; none where there is no such page. */
function headings(page: string): ReadonlySet<string> {
  if (!existsSync(page)) return new Set();
  return new Set(
    [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Pages whose commands no test runs, and exceptions that are none any more. */
function withoutPlayer(): readonly string[] {
  const played = usersPages().filter((page) => blocksOf(page).some(({ language }) => language === 'sh'));
  const lines = played.flatMap((page) => blocksOf(page).flatMap(({ text }) => text.split('\n')));
  return [
    ...played
      .filter((page) => !isPlayed(page))
      .map((page) => `${page}: test/documents/players.ts names no test that runs its commands`),
    ...Object.keys(players)
      .filter((page) => !played.includes(page))
      .map((page) => `test/documents/players.ts: ${page} has no commands`),
    ...notRun
      .filter(({ line }) => !lines.some((text) => line.test(text)))
      .map(({ line }) => `test/documents/players.ts: no page has a line like ${line}`),
  ];
}

/** Whether the program that should run a page's commands is there, and knows the page. */
function isPlayed(page: string): boolean {
  const player = players[page];
  return player !== undefined && existsSync(player) && readFileSync(player, 'utf8').includes(page);
}
