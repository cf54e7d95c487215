/**
 * Shows that the lint rules on imports and ports refuse what they are meant to refuse: plants one violation of each kind
 * in empty folders of the same names, and sees it found; plants what is allowed, and sees it left alone.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const GLOBALS = 'no-restricted-globals';
const PROPERTIES = 'no-restricted-properties';
const IMPORTS = 'no-restricted-imports';

/** Where, what, and the rule that must refuse it. */
type Planted = readonly [file: string, line: string, rule: string | undefined];

const imports = (specifier: string): string => `export * from '${specifier}';`;
const typeImports = (specifier: string): string => `import type { X } from '${specifier}'; export type Y = X;`;

const ports: readonly Planted[] = [
  ...[
    'new Date()',
    'Date.now()',
    'performance.now()',
    'crypto.randomUUID()',
    'process.env',
    'globalThis.Date',
    'global',
  ].map((code): Planted => ['src/membership/x.ts', `export const x = ${code};`, GLOBALS]),
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask', 'fetch'].map(
    (code): Planted => ['src/controller/x.ts', `export const x = ${code};`, GLOBALS],
  ),
  ['src/kube/x.ts', 'export const x = Math.random();', PROPERTIES],
  ['src/stores/arc/x.ts', 'export const x = AbortSignal.timeout(1);', PROPERTIES],
  ['src/telemetry/log.ts', 'export const x = Math.random();', PROPERTIES],
  ['src/operator.ts', 'export const x = Date.now();', GLOBALS],
  ...['undici', 'node:http', 'node:http2', 'node:https', 'node:net', 'node:tls', 'node:fs', 'node:fs/promises'].map(
    (specifier): Planted => ['src/controller/x.ts', imports(specifier), IMPORTS],
  ),
  ...['node:timers', 'node:timers/promises', 'node:crypto', 'node:process', 'http', 'fs'].map((specifier): Planted => [
    'src/kube/x.ts',
    imports(specifier),
    IMPORTS,
  ]),
  ['src/kube/x.ts', `export const x = await import('node:fs');`, IMPORTS],
  ['src/telemetry/x.ts', imports('node:fs'), IMPORTS],
  ['src/operator.ts', imports('undici'), IMPORTS],
];

const folders: readonly Planted[] = [
  ...['membership', 'ports', 'stores', 'kube', 'controller', 'telemetry', 'page'].map((folder): Planted => [
    'src/api/x.ts',
    imports(`../${folder}/y.ts`),
    IMPORTS,
  ]),
  ['src/api/schema/x.ts', imports('../../membership/y.ts'), IMPORTS],
  ['src/api/x.ts', imports('../options.ts'), IMPORTS],
  ...['stores', 'kube', 'controller', 'telemetry'].map((folder): Planted => [
    'src/membership/x.ts',
    typeImports(`../${folder}/y.ts`),
    IMPORTS,
  ]),
  ['src/membership/x.ts', imports('../ports/clock.ts'), IMPORTS],
  ['src/membership/clauses/x.ts', imports('../../ports/clock.ts'), IMPORTS],
  ['src/membership/x.ts', imports('zod'), IMPORTS],
  ['src/ports/x.ts', imports('../api/y.ts'), IMPORTS],
  ...['api', 'kube', 'controller', 'telemetry'].map((folder): Planted => [
    'src/stores/arc/x.ts',
    imports(`../../${folder}/y.ts`),
    IMPORTS,
  ]),
  ...['api', 'membership', 'stores', 'controller', 'telemetry'].map((folder): Planted => [
    'src/kube/x.ts',
    imports(`../${folder}/y.ts`),
    IMPORTS,
  ]),
  ['src/kube/kube-config.ts', imports('../controller/y.ts'), IMPORTS],
  ['src/kube/x.ts', imports('@kubernetes/client-node'), IMPORTS],
  ['src/controller/x.ts', imports('@kubernetes/client-node'), IMPORTS],
  ['src/controller/x.ts', imports('../telemetry/y.ts'), IMPORTS],
  ...['membership', 'stores', 'kube', 'controller', 'telemetry'].map((folder): Planted => [
    'src/page/x.ts',
    imports(`../${folder}/y.ts`),
    IMPORTS,
  ]),
  ['src/page/x.ts', imports('node:http'), IMPORTS],
  ['src/page/x.ts', 'export const x = Date.now();', GLOBALS],
  ['src/controller/x.ts', imports('../page/y.ts'), IMPORTS],
  ['src/telemetry/x.ts', imports('../page/y.ts'), IMPORTS],
  ['src/controller/x.ts', imports('../operator.ts'), IMPORTS],
  ['src/telemetry/x.ts', imports('../kube/y.ts'), IMPORTS],
];

const allowed: readonly Planted[] = [
  ['src/api/x.ts', imports('zod'), undefined],
  ['src/membership/x.ts', imports('../api/y.ts'), undefined],
  ['src/membership/views/x.ts', imports('../../ports/wall-time.ts'), undefined],
  ['src/ports/x.ts', 'export const x = [new Date(), setTimeout, Math.random()];', undefined],
  ['src/ports/x.ts', imports('undici'), undefined],
  ['src/stores/arc/x.ts', typeImports('../../membership/y.ts'), undefined],
  ['src/kube/x.ts', typeImports('@kubernetes/client-node'), undefined],
  ['src/kube/kube-config.ts', imports('@kubernetes/client-node'), undefined],
  ['src/controller/x.ts', imports('../stores/y.ts'), undefined],
  ['src/page/x.ts', imports('../api/y.ts'), undefined],
  ['src/page/x.ts', imports('../ports/wall-time.ts'), undefined],
  ['src/telemetry/log.ts', 'export const x = new Date();', undefined],
  ['src/telemetry/health-server.ts', imports('node:http'), undefined],
  ['src/main.ts', 'export const x = process.argv;', undefined],
  ['src/operator.ts', imports('./telemetry/y.ts'), undefined],
];

const all = [...ports, ...folders, ...allowed].map(([file, line, rule], index) => ({
  file,
  // Names are unique in a file.
  line: line.replaceAll(/\b[xXY]\b(?!\.ts)/g, (name) => `${name}${index}`),
  rule,
}));
const found = lint(Map.groupBy(all, ({ file }) => file));
const wrong = all.flatMap(({ file, line, rule }) => {
  const rules = found(file, line);
  const asMeant = rule === undefined ? rules.length === 0 : rules.includes(rule);
  return asMeant ? [] : [`${file}: ${line}\n  wanted ${rule ?? 'nothing'}, found ${rules.join(', ') || 'nothing'}`];
});
console.log(wrong.length === 0 ? `${all.length} planted lines were judged as meant` : wrong.join('\n'));
process.exitCode = wrong.length === 0 ? 0 : 1;

/** Lints the planted files; answers which restrictions were found on a line of one. */
function lint(
  files: ReadonlyMap<string, readonly { readonly line: string }[]>,
): (file: string, line: string) => string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lint-proof-'));
  try {
    cpSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
    for (const [file, planted] of files) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), planted.map(({ line }) => `${line}\n`).join(''));
    }
    const { stdout } = spawnSync('oxlint', ['--format=json'], { cwd: folder, encoding: 'utf8' });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
    return (file, line) => {
      const number = 1 + (files.get(file) ?? []).findIndex((planted) => planted.line === line);
      return diagnostics
        .filter(({ filename, labels }) => filename === file && labels[0]?.span.line === number)
        .map(({ code = '' }) => code.replace(/^eslint\((.*)\)$/, '$1'))
        .filter((rule) => rule.startsWith('no-restricted-'));
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Diagnostic {
  readonly code?: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}
