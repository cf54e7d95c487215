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

/**
 * undici's index loads fetch, caches, mocks and WebSockets as well: here is what it does for its dispatchers alone. So
 * it is for client-node, which names two of them for clients that are never made here.
 */
const onlyTheDispatchers: Plugin = {
  name: 'only-the-dispatchers-of-undici',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, ({ importer }) =>
      /[/]src[/]ports[/]|@kubernetes[/]client-node/.test(importer)
        ? { path: 'dispatchers', namespace: 'undici' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'undici' }, () => ({
      resolveDir: process.cwd(),
      contents: `
        const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
        Object.assign(Dispatcher.prototype, require('undici/lib/api'));
        module.exports.Agent = require('undici/lib/dispatcher/agent.js');
        module.exports.Client = require('undici/lib/dispatcher/client.js');
        module.exports.ProxyAgent = require('undici/lib/dispatcher/proxy-agent.js');
      `,
    }));
  },
};

/** prom-client's index loads what it can measure of a process, of a cluster of them, push, summaries and tracing as well. */
const onlyTheMetrics: Plugin = {
  name: 'only-the-metrics-of-prom-client',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^prom-client$/ }, () => ({ path: 'metrics', namespace: 'prom-client' }));
    onLoad({ filter: /./, namespace: 'prom-client' }, () => ({
      resolveDir: process.cwd(),
      contents: `
        module.exports.Registry = require('prom-client/lib/registry.js');
        module.exports.Counter = require('prom-client/lib/counter.js');
        module.exports.Gauge = require('prom-client/lib/gauge.js');
        module.exports.Histogram = require('prom-client/lib/histogram.js');
      `,
    }));
  },
};

/** client-node's ways through a proxy: `kube-config.ts` refuses a cluster that asks for one before they are used. */
const noProxies: Plugin = {
  name: 'no-proxies-of-client-node',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(socks|socks-proxy-agent|hpagent)$/ }, () => ({ path: 'proxies', namespace: 'none' }));
    onLoad({ filter: /./, namespace: 'none' }, () => ({
      contents: `
        class Proxy { constructor() { throw new Error('proxies are not supported'); } }
        export { Proxy as SocksProxyAgent, Proxy as SocksClient, Proxy as HttpProxyAgent, Proxy as HttpsProxyAgent };
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
  plugins: [onlyTheKubeconfig, onlyTheDispatchers, onlyTheMetrics, noProxies, onlyEnglish],
});
process.stdout.write(`dist/operator.js: ${Math.round(statSync('dist/operator.js').size / 1024)} KiB\n`);
