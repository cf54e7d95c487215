import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

import { valuesIn } from '../../scripts/generate-chart.ts';
import { helpText } from '../../src/options.ts';
import { buildHelm } from '../testbed/build/helm.ts';
import { buildControlPlane } from '../testbed/control-plane/build.ts';
import { RunFolder } from '../testbed/run-folder.ts';
import { askHelm, helm } from './chart/helm.ts';
import type { HelmPlace } from './chart/helm.ts';
import { objectsByName } from './chart/objects.ts';
import type { ChartObject } from './chart/objects.ts';
import { chart, kustomize, kustomized, templated } from './chart/rendered.ts';

const silent = () => undefined;
const read = (path: string): string => readFileSync(path, 'utf8');

let run: RunFolder;
let place: HelmPlace;
let kubectl: string;

beforeAll(async () => {
  ({ kubectl } = await buildControlPlane(silent));
  const file = await buildHelm(silent);
  run = new RunFolder();
  place = { file, home: run.folder('home') };
}, 1_500_000);

afterAll(() => run.remove());

describe('the chart renders the objects of', () => {
  test('config/default, but for the namespace that Helm makes', async () => {
    const { 'Namespace/raftcluster-system': namespace, ...expected } = objectsByName(
      await kustomized(kubectl, run, 'raftcluster-system', { folders: ['default'] }),
    );
    expect(namespace?.kind).toBe('Namespace');
    expect(objectsByName(await templated(place, 'raftcluster-system', []))).toEqual(expected);
  });

  test('crds and config/namespaced, in one namespace', async () => {
    const expected = objectsByName(await kustomized(kubectl, run, 'demo', { folders: ['namespaced'] }));
    const settings = ['namespaced=true', 'crds.enabled=false'];
    expect(objectsByName(await templated(place, 'demo', settings))).toEqual(expected);
  });

  test('config/network-policy', async () => {
    const expected = objectsByName(await kustomized(kubectl, run, 'demo', { folders: ['network-policy'] }));
    const rendered = objectsByName(await templated(place, 'demo', ['networkPolicy.enabled=true']));
    const { [`NetworkPolicy/raftcluster-operator`]: policy, ...others } = rendered;
    expect({ 'NetworkPolicy/raftcluster-operator': policy }).toEqual(expected);
    expect(others).toEqual(objectsByName(await templated(place, 'demo', [])));
  });

  test('config/guard', async () => {
    const policies = await kustomize(kubectl, `${chart}/../../config/guard`);
    const plain = await templated(place, 'demo', []);
    const rendered = objectsByName(await templated(place, 'demo', ['scaleDownGuard.enabled=true']));
    expect(rendered).toEqual({ ...objectsByName(plain), ...objectsByName(policies) });
  });

  test('config/alerts, with what Prometheus expands untouched', async () => {
    const expected = objectsByName(await kustomized(kubectl, run, 'demo', { folders: ['alerts'] }));
    const rendered = objectsByName(await templated(place, 'demo', ['alerts.enabled=true']));
    const { 'PrometheusRule/raftcluster-operator': rule, ...others } = rendered;
    expect({ 'PrometheusRule/raftcluster-operator': rule }).toEqual(expected);
    expect(others).toEqual(objectsByName(await templated(place, 'demo', [])));
  });

  test('config/prometheus', async () => {
    const expected = objectsByName(await kustomized(kubectl, run, 'demo', { folders: ['prometheus'] }));
    const rendered = objectsByName(await templated(place, 'demo', ['podMonitor.enabled=true']));
    const { 'PodMonitor/raftcluster-operator': monitor, ...others } = rendered;
    expect({ 'PodMonitor/raftcluster-operator': monitor }).toEqual(expected);
    expect(others).toEqual(objectsByName(await templated(place, 'demo', [])));
  });

  test('config/dashboard', async () => {
    const expected = objectsByName(await kustomized(kubectl, run, 'demo', { folders: ['dashboard'] }));
    const rendered = objectsByName(await templated(place, 'demo', ['dashboard.enabled=true']));
    const { 'ConfigMap/raftcluster-operator-dashboard': dashboard, ...others } = rendered;
    expect({ 'ConfigMap/raftcluster-operator-dashboard': dashboard }).toEqual(expected);
    expect(others).toEqual(objectsByName(await templated(place, 'demo', [])));
  });

  test('config/rbac-list-fallback', async () => {
    const fallback = { folders: ['default'], components: ['rbac-list-fallback'] };
    const expected = objectsByName(await kustomized(kubectl, run, 'raftcluster-system', fallback));
    const rendered = objectsByName(await templated(place, 'raftcluster-system', ['rbac.listFallback=true']));
    const { 'Namespace/raftcluster-system': _, ...rest } = expected;
    expect(rendered).toEqual(rest);
  });
});

test.each([
  { settings: [] },
  { settings: ['namespaced=true', 'crds.enabled=false', 'replicas=1'] },
  { settings: ['networkPolicy.enabled=true', 'rbac.listFallback=true', 'rbac.readSecrets=false'] },
  { settings: ['scaleDownGuard.enabled=true', 'ui.enabled=true'] },
  { settings: ['podMonitor.enabled=true', 'podMonitor.labels.release=mine', 'replicas=1'] },
  { settings: ['networkPolicy.enabled=true', 'networkPolicy.metricsFrom[0].podSelector.matchLabels.app=prometheus'] },
  { settings: ['alerts.enabled=true', 'alerts.labels.release=mine', 'dashboard.enabled=true'] },
  { settings: ['priorityClass.name=system-cluster-critical', 'image.pullSecrets[0].name=registry'] },
  {
    settings: [
      'tolerations[0].operator=Exists',
      'nodeSelector.pool=system',
      'podLabels.team=db',
      'affinity.podAffinity.x=y',
    ],
  },
])('helm lint --strict finds nothing with $settings', async ({ settings }) => {
  const set = settings.flatMap((setting) => ['--set', setting]);
  expect(await helm(place, 'lint', '--strict', '--quiet', chart, ...set)).toBe('');
});

test.each([
  ['replica=3', "additional properties 'replica' not allowed"],
  ['replicas=0', "at '/replicas': minimum"],
  ['image.tagg=1', "at '/image': additional properties 'tagg' not allowed"],
  ['logLevel=verbose', "at '/logLevel': value must be one of 'debug', 'info', 'warn', 'error'"],
  ['networkPolicy.storePorts[0]=70000', "at '/networkPolicy/storePorts/0': maximum"],
  ['networkPolicy.metricsFrom=anybody', "at '/networkPolicy/metricsFrom': got string, want array"],
  ['image.digest=latest', "at '/image/digest': 'latest' does not match pattern"],
])('--set %s is refused with the field and what is wrong', async (setting, message) => {
  const { code, stderr } = await askHelm(place, ['template', 'x', chart, '--set', setting]);
  expect(code).not.toBe(0);
  expect(stderr).toContain(message);
});

test('the status page is served inside the pod where it is wanted, and opens no port', async () => {
  const settings = ['networkPolicy.enabled=true'];
  const [without, served] = [
    await templated(place, 'demo', settings),
    await templated(place, 'demo', [...settings, 'ui.enabled=true']),
  ];
  const containerIn = (rendered: string) => oneOf(rendered, 'Deployment').spec.template.spec.containers[0];
  const { args, ...others } = containerIn(without);
  const { args: more, ...same } = containerIn(served);
  expect(args).toEqual(['--log-level=info']);
  expect(more).toEqual([...args, '--ui-address=127.0.0.1:8082']);
  expect(same).toEqual(others);
  expect(oneOf(served, 'NetworkPolicy')).toEqual(oneOf(without, 'NetworkPolicy'));
});

test('alerts and dashboard carry the labels by which they are found', async () => {
  const settings = [
    'alerts.enabled=true',
    'alerts.labels.release=mine',
    'dashboard.enabled=true',
    'dashboard.labels.team=db',
  ];
  const objects = objectsByName(await templated(place, 'demo', settings));
  expect(objects['PrometheusRule/raftcluster-operator']?.metadata.labels).toMatchObject({ release: 'mine' });
  const { labels } = objects['ConfigMap/raftcluster-operator-dashboard']?.metadata ?? {};
  expect(labels).toMatchObject({ grafana_dashboard: '1', team: 'db' });
});

test('Kubernetes 1.34 is refused, 1.35 as clouds call it is not', async () => {
  const render = (version: string) => askHelm(place, ['template', 'x', chart, '--kube-version', version]);
  const [older, cloud] = [await render('1.34.9'), await render('1.35.1-gke.1200')];
  expect(older.stderr).toContain('chart requires kubeVersion: >=1.35.0-0');
  expect(cloud.code).toBe(0);
});

test('every value is in the schema, and nothing else', () => {
  const schema = JSON.parse(read(`${chart}/values.schema.json`)) as Schema;
  const known = leaves(schema, []).filter((path) => path !== 'global');
  expect(known.toSorted()).toEqual(
    valuesIn(read(`${chart}/values.yaml`))
      .map(({ path }) => path)
      .toSorted(),
  );
});

test('the overlay in docs/installation.md renders config/default with its image', async () => {
  const overlay = run.folder('documented', 'operator');
  for (const name of ['config', 'crds']) symlinkSync(`${chart}/../../${name}`, `${overlay}/../${name}`);
  const [, yaml = ''] =
    /```yaml\n(# operator\/kustomization\.yaml\n.*?)```/s.exec(read(`${chart}/../../docs/installation.md`)) ?? [];
  writeFileSync(`${overlay}/kustomization.yaml`, yaml);
  const documented = await kustomize(kubectl, overlay);
  const plain = await kustomized(kubectl, run, 'raftcluster-system', { folders: ['default'] });
  const image = 'image: raftcluster-operator:0.1.0';
  expect(documented).toBe(plain.replace(image, image.replace(': ', ': registry.example.com/')));
});

test('chart, image and package are of one version', () => {
  const { version } = JSON.parse(read(`${chart}/../../package.json`)) as { readonly version: string };
  const { version: ofChart, appVersion } = parse(read(`${chart}/Chart.yaml`)) as Record<string, string>;
  expect({ ofChart, appVersion }).toEqual({ ofChart: version, appVersion: version });
  expect(read(`${chart}/../../config/manager/deployment.yaml`)).toContain(`image: raftcluster-operator:${version}\n`);
});

test('the network policy lets the operator out to the port that a store has by default', () => {
  const { networkPolicy } = parse(read(`${chart}/values.yaml`)) as { networkPolicy: { storePorts: unknown } };
  const crd = parse(read(`${chart}/../../crds/raftclusters.yaml`)) as { spec: { versions: readonly [Version] } };
  const { admin } = crd.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties;
  expect(networkPolicy.storePorts).toEqual([admin.properties.port.default]);
});

test('the PodMonitor finds the operator’s pods, and their port by its name, and keeps the labels of RaftClusters', async () => {
  const settings = ['podMonitor.enabled=true', 'podMonitor.labels.release=mine'];
  const rendered = await templated(place, 'demo', settings);
  const monitor = oneOf(rendered, 'PodMonitor');
  expect(monitor.metadata.labels).toMatchObject({ release: 'mine' });
  const { selector, podMetricsEndpoints } = monitor.spec;
  const { metadata, spec } = oneOf(rendered, 'Deployment').spec.template;
  expect(metadata.labels).toMatchObject(selector.matchLabels);
  expect(podMetricsEndpoints).toEqual([{ port: 'metrics', honorLabels: true }]);
  const [health, metrics] = ['--health-address', '--metrics-address'].map((flag) => defaultPortOf(flag));
  expect(spec.containers[0].ports).toEqual([
    { name: 'health', containerPort: health },
    { name: 'metrics', containerPort: metrics },
  ]);
});

test('the network policy lets whoever asks to the metrics, or only those who are named', async () => {
  const ingress = async (...settings: readonly string[]) => {
    const rendered = await templated(place, 'demo', ['networkPolicy.enabled=true', ...settings]);
    return oneOf(rendered, 'NetworkPolicy').spec.ingress;
  };
  const port = (name: string) => [{ protocol: 'TCP', port: name }];
  expect(await ingress()).toEqual([{ ports: port('health') }, { ports: port('metrics') }]);
  const name = 'networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.kubernetes\\.io/metadata\\.name';
  const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }];
  expect(await ingress(`${name}=monitoring`)).toEqual([{ ports: port('health') }, { ports: port('metrics'), from }]);
});

test.each([
  ['image.digest', `sha256:${'a'.repeat(64)}`, `raftcluster-operator@sha256:${'a'.repeat(64)}`],
  ['image.tag', '1.2.3', 'raftcluster-operator:1.2.3'],
  ['image.repository', 'registry.example.com/operator', 'registry.example.com/operator:0.1.0'],
])('%s names the image', async (value, setting, image) => {
  expect(await templated(place, 'demo', [`${value}=${setting}`])).toContain(`image: ${image}\n`);
});

/** The one object of this kind. */
function oneOf<Kind extends keyof Specs>(yaml: string, kind: Kind): ChartObject & { readonly spec: Specs[Kind] } {
  const [found, ...others] = Object.values(objectsByName(yaml)).filter((object) => object.kind === kind);
  if (!found || others.length > 0) throw new Error(`not one ${kind}`);
  return found as ChartObject & { readonly spec: Specs[Kind] };
}

/** The port that the help of the operator promises. */
function defaultPortOf(flag: string): number {
  return Number(new RegExp(`${flag} .*default :(\\d+)`).exec(helpText())?.[1]);
}

interface Specs {
  readonly PodMonitor: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly podMetricsEndpoints: readonly object[];
  };
  readonly Deployment: {
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly containers: readonly [{ readonly args: readonly string[]; readonly ports: readonly object[] }];
      };
    };
  };
  readonly NetworkPolicy: { readonly ingress: readonly object[] };
}

interface Version {
  readonly schema: {
    readonly openAPIV3Schema: {
      readonly properties: {
        readonly spec: {
          readonly properties: {
            readonly admin: { readonly properties: { readonly port: { readonly default: number } } };
          };
        };
      };
    };
  };
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** A value ends where its comment stands: what is inside `resources` and `affinity` belongs to Kubernetes. */
function leaves({ properties }: Schema, path: readonly string[]): string[] {
  if (properties === undefined || ['resources', 'affinity'].includes(path.join('.'))) return [path.join('.')];
  return Object.entries(properties).flatMap(([name, schema]) => leaves(schema, [...path, name]));
}
