import { isMap, parseDocument } from 'yaml';
import type { Pair, YAMLMap } from 'yaml';

const metadata = 'metadata:\n  name: raftclusters.raftcluster.dev\n';
const beginning = '<!-- Generated from values.yaml by `make generate`; do not edit this table. -->\n';
const end = '<!-- end -->';

/**
 * The CRD as a template of the Helm chart. Why a template and not Helm's folder `crds/`: Helm never upgrades what is there.
 */
export function crdTemplate(crd: string): string {
  if (!crd.includes(metadata) || crd.includes('{{')) throw new Error('the CRD cannot be made a template like this');
  const kept = [
    metadata,
    '  labels:\n    {{- include "labels" . | nindent 4 }}\n',
    '  annotations:\n',
    '    # Or all RaftClusters would go with the release.\n',
    '    helm.sh/resource-policy: keep\n',
  ].join('');
  return `{{- if .Values.crds.enabled }}\n${crd.replace(metadata, kept)}{{- end }}\n`;
}

/** A chart's README with the table of its values, from what values.yaml says of each. */
export function chartReadme(readme: string, values: string): string {
  const [before, rest = ''] = readme.split(beginning);
  const after = rest.slice(rest.indexOf(end));
  if (!after.startsWith(end)) throw new Error('the README of the chart has no place for the table of values');
  const rows = valuesIn(values).map(
    ({ path, fallback, text }) => `| \`${path}\` | \`${fallback}\` | ${text.replaceAll('|', '\\|')} |`,
  );
  return `${before}${beginning}\n| value | default | what it does |\n| --- | --- | --- |\n${rows.join('\n')}\n\n${after}`;
}

interface Value {
  readonly path: string;
  /** As JSON. */
  readonly fallback: string;
  readonly text: string;
}

/** Every value, with its comment `# -- …`. Throws where one has none. */
export function valuesIn(text: string): readonly Value[] {
  const { contents } = parseDocument(text);
  if (!isMap(contents)) throw new Error('values.yaml is no map');
  return valuesOf(contents, []);
}

function valuesOf(map: YAMLMap, parents: readonly string[]): readonly Value[] {
  return map.items.flatMap((pair: Pair, index) => {
    const { key, value } = pair as Pair<{ value: string; commentBefore?: string }, YAMLMap>;
    const path = [...parents, key.value];
    // A comment before a map's first key belongs to the map.
    const comment = key.commentBefore ?? (index === 0 ? map.commentBefore : undefined);
    if (comment?.startsWith(' -- ')) {
      const words = comment.slice(4).replaceAll(/\n\s*/g, ' ');
      return [{ path: path.join('.'), fallback: JSON.stringify(value), text: words }];
    }
    if (!isMap(value)) throw new Error(`values.yaml: ${path.join('.')} has no comment`);
    return valuesOf(value, path);
  });
}
