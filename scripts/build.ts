import { rmSync, statSync } from 'node:fs';

import { build } from 'esbuild';

/**
 * Bundles the operator into `dist/operator.js`. client-node re-exports every typed client of Kubernetes; marked free of
 * side effects, only what reads a kubeconfig stays, and with it start-up time and memory.
 */
rmSync('dist', { recursive: true, force: true });
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
  plugins: [
    {
      name: 'client-node-is-free-of-side-effects',
      setup({ onResolve, resolve }) {
        onResolve({ filter: /./ }, async (args) => {
          const { path, kind, importer, resolveDir, pluginData } = args;
          if (pluginData === 'resolved' || !`${path} ${importer}`.includes('@kubernetes/client-node')) return undefined;
          const resolved = await resolve(path, { kind, importer, resolveDir, pluginData: 'resolved' });
          return resolved.path.includes('/@kubernetes/client-node/dist/') ? { ...resolved, sideEffects: false } : resolved;
        });
      },
    },
  ],
});
process.stdout.write(`dist/operator.js: ${Math.round(statSync('dist/operator.js').size / 1024)} KiB\n`);
