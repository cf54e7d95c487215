import { writeFileSync } from 'node:fs';

import type { Manifest } from '../../testbed/kube-object.ts';
import type { RunFolder } from '../../testbed/run-folder.ts';
import { askHelm } from '../chart/helm.ts';
import type { HelmAnswer, HelmPlace } from '../chart/helm.ts';

/** A store that somebody installs by Helm, with `replicas` as its only value. */
export class Release {
  readonly #place: HelmPlace;
  readonly #chart: string;
  readonly #about: readonly string[];

  constructor(place: HelmPlace, run: RunFolder, { metadata, ...set }: Manifest) {
    const { name, namespace = '' } = metadata;
    this.#place = place;
    this.#chart = run.folder('store-chart');
    this.#about = [name, '-n', namespace];
    writeFileSync(`${this.#chart}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 0.0.1\n`);
    const spec = { ...(set['spec'] as object), replicas: '{{ .Values.replicas }}' };
    const template = JSON.stringify({ ...set, metadata, spec }).replace(
      '"{{ .Values.replicas }}"',
      '{{ .Values.replicas }}',
    );
    writeFileSync(`${run.folder('store-chart', 'templates')}/store.yaml`, template);
  }

  /** `helm upgrade --install`. */
  upgradeTo(replicas: number): Promise<HelmAnswer> {
    const [name = '', ...where] = this.#about;
    return this.#ask('upgrade', '--install', name, this.#chart, ...where, '--set', `replicas=${replicas}`);
  }

  /** `deployed` or `failed`. */
  async state(): Promise<string> {
    const { stdout } = await this.#ask('status', ...this.#about, '-o', 'json');
    return (JSON.parse(stdout) as { info: { status: string } }).info.status;
  }

  #ask(...args: readonly string[]): Promise<HelmAnswer> {
    return askHelm(this.#place, args);
  }
}
