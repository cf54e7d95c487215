/** Writes what comes from `src/api`: `node scripts/generate.ts`. With `--check` it only tells what has drifted. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';

import { customResourceDefinition } from '../src/api/crd.ts';
import { apiPage } from './generate-api-page.ts';
import { reasonsPage } from './generate-reasons-page.ts';

const root = new URL('../', import.meta.url);

const files = {
  'crds/raftclusters.yaml': () =>
    `# Generated from src/api by \`make generate\`; do not edit.\n${stringify(customResourceDefinition(), { lineWidth: 120, aliasDuplicateObjects: false })}`,
  'docs/api.md': () => apiPage(customResourceDefinition()),
  'docs/reasons.md': () => reasonsPage(),
};

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const drifted = await update(values.check);
if (values.check && drifted.length > 0) {
  process.stderr.write(
    `Not what src/api generates; run "make generate":\n${drifted.map((path) => `  ${path}\n`).join('')}`,
  );
  process.exitCode = 1;
}

/** The paths whose content was another one. */
async function update(checkOnly: boolean): Promise<string[]> {
  const changed: string[] = [];
  for (const [path, generate] of Object.entries(files)) {
    const url = new URL(path, root);
    const options = await resolveConfig(url);
    const content = await format(generate(), { ...options, filepath: path });
    if (content === (await readFile(url, 'utf8').catch(() => ''))) continue;
    changed.push(path);
    if (!checkOnly) await writeFile(url, content);
  }
  return changed;
}
