import { KubeClient } from './kube/kube-client.ts';
import { loadKubeConfig } from './kube/kube-config.ts';
import { Operator } from './operator.ts';
import { helpText, readOptions } from './options.ts';
import type { Options } from './options.ts';
import { createHttpClient } from './ports/http-undici.ts';
import type { Clock } from './ports/clock.ts';
import { createClock } from './ports/real-clock.ts';
import { createRandom } from './ports/real-random.ts';
import { drivers } from './stores/drivers.ts';
import { EventLoopWatch } from './telemetry/event-loop-watch.ts';
import { healthServer } from './telemetry/health-server.ts';
import { ReadOnlyServer } from './telemetry/read-only-server.ts';
import { createLog } from './telemetry/log.ts';
import { MetricRegistry } from './telemetry/metric-registry.ts';
import { metricsServer } from './telemetry/metrics-server.ts';
import { processSamples } from './telemetry/process-samples.ts';

/** A stop that takes longer is ended by force, before Kubernetes does. Milliseconds. */
const longestStop = 9000;
/** How long `--check` waits for what is not there yet. Milliseconds. */
const longestCheck = 20_000;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') return void process.stdout.write(helpText());
  const log = createLog(options.logLevel);
  const clock = createClock();
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      log.info({ signal: name }, 'Stopping');
      stop.abort();
      clock.after(longestStop, () => process.exit(1));
    });
  }
  const connection = await loadKubeConfig(options.kubeconfig);
  const metrics = new MetricRegistry();
  const operator = new Operator({
    client: new KubeClient(connection, createHttpClient, clock, metrics),
    createHttpClient,
    drivers: { Arc: drivers.Arc() },
    clock,
    random: createRandom(),
    log,
    metrics,
    namespace: options.namespace,
    leaseNamespace: leaseNamespace(options, connection.namespace),
    host: options.host,
  });
  if (options.check) return check(operator);
  const onFault = (error: unknown): void => log.error({ error }, 'An answer failed through a defect');
  const loop = new EventLoopWatch(clock);
  const health = healthServer(
    { hung: () => [...operator.hung(), ...loop.stalled()], unready: () => operator.unready() },
    onFault,
  );
  const sampled = { ...operator.samples(), ...loop.samples(), ...processSamples };
  const served = metricsServer(() => metrics.expose(sampled), onFault);
  const healthPort = await health.listen(options.healthAddress);
  const metricsPort = options.metricsAddress && (await served.listen(options.metricsAddress));
  const page = options.uiAddress && (await pageServer(operator, options.host, clock, onFault));
  const uiPort = options.uiAddress && (await page?.listen(options.uiAddress));
  const ports = { healthPort, metricsPort, uiPort };
  log.info({ server: connection.server, namespace: options.namespace ?? '(all)', ...ports }, 'Started');
  await operator.run(stop.signal);
  health.close();
  served.close();
  page?.close();
  log.info({}, 'Stopped');
  process.exit(0);
}

/** The status page, loaded only where it is served. */
async function pageServer(
  operator: Operator,
  replica: string,
  clock: Clock,
  onFault: (error: unknown) => void,
): Promise<ReadOnlyServer> {
  const { statusPage } = await import('./page/status-page.ts');
  const page = statusPage({
    clusters: () => operator.clusters(),
    cluster: (namespace, name) => operator.cluster(namespace, name),
    isLeading: () => operator.isLeading(),
    unready: () => operator.unready(),
    now: () => clock.now().wall,
    replica,
  });
  return new ReadOnlyServer(page, onFault);
}

async function check(operator: Operator): Promise<void> {
  const patience = new AbortController();
  // Unlike the clock's, this timer keeps the process alive.
  setTimeout(() => patience.abort(), longestCheck);
  const lacking = await operator.check(patience.signal);
  process.stdout.write(`${lacking.join('\n') || 'Everything that the operator needs is there.'}\n`);
  process.exit(lacking.length === 0 ? 0 : 1);
}

function leaseNamespace(
  { leaderElect, leaderElectNamespace }: Options,
  ofConnection: string | undefined,
): string | undefined {
  return leaderElect ? (leaderElectNamespace ?? ofConnection ?? 'default') : undefined;
}

main().catch((error: unknown) => {
  process.stderr.write(`raftcluster-operator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
