import { statSync } from 'node:fs';

import { build } from 'esbuild';
import type { Plugin } from 'esbuild';

/**
 * client-node re-exports every typed client of Kubernetes; marked free of side effects, only what reads a kubeconfig
 * stays.
 */
const onlyTheKubeconfig: Plugin = {
  name: 'only-the-kubeconfig-of-client-node',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /./ }, async (args) => {
      const { path, kind, importer, resolveDir } = args;
      const pluginData: unknown = args.pluginData;
      if (pluginData === 'resolved' || !`${path} ${importer}`.includes('@kubernetes/client-node')) return undefined;
      const resolved = await resolve(path, { kind, importer, resolveDir, pluginData: 'resolved' });
      return resolved.path.includes('/@kubernetes/client-node/dist/') ? { ...resolved, sideEffects: false } : resolved;
    });
  },
};

/** undici's index loads fetch, caches, mocks and WebSockets as well: here is what its index does for its Agent alone. */
const onlyTheAgent: Plugin = {
  name: 'only-the-agent-of-undici',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, ({ importer }) =>
      importer.includes('/src/ports/') ? { path: 'agent', namespace: 'undici' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'undici' }, () => ({
      resolveDir: process.cwd(),
      contents: `
        const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
        Object.assign(Dispatcher.prototype, require('undici/lib/api'));
        module.exports.Agent = require('undici/lib/dispatcher/agent.js');
        module.exports.Client = require('undici/lib/dispatcher/client.js');
      `,
    }));
  },
};

/** Messages of zod in 50 languages, all but the English ones never shown. */
const onlyEnglish: Plugin = {
  name: 'only-the-english-of-zod',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /locales\/index\.js$/ }, ({ importer, path, resolveDir }) =>
      importer.includes('/zod/v4/') ? { path, namespace: 'zod-locales', pluginData: resolveDir } : undefined,
    );
    onLoad(
      { filter: /./, namespace: 'zod-locales' },
      ({ path, pluginData }: { path: string; pluginData?: unknown }) => ({
        resolveDir: String(pluginData),
        contents: `export { default as en } from '${path.replace('index.js', 'en.js')}';`,
      }),
    );
  },
};

/** Bundles the operator into `dist/operator.js`, without what it never runs: that is most of its start-up time and memory. */
await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/operator.js',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  sourcemap: true,
  sourcesContent: false,
  // Packages that are CommonJS call require() for Node's own modules.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  plugins: [onlyTheKubeconfig, onlyTheAgent, onlyEnglish],
});
process.stdout.write(`dist/operator.js: ${Math.round(statSync('dist/operator.js').size / 1024)} KiB\n`);
