/**
 * Shows that the documentation promises nothing that is not there: every `make` target that it names is one, every file
 * that it links to exists. The README's commands themselves are run by test/demo/readme.check.ts.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
  ];
});
console.log(wrong.length === 0 ? `${pages.length} pages promise nothing that is not there` : wrong.join('\n'));
process.exitCode = wrong.length === 0 ? 0 : 1;

/** What stands in code spans and shell blocks. */
function code(text: string): string {
  return [...text.matchAll(/^```sh\n(.*?)^```|`([^`\n]+)`/gms)].map(([, block, span]) => block ?? span).join('\n');
}
