import { parseAllDocuments } from 'yaml';

export interface ChartObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** What only Helm says of an object; everything else has to be the same. */
const ofHelm = new Set([
  'helm.sh/chart',
  'helm.sh/resource-policy',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
  'app.kubernetes.io/version',
]);

/** The objects of a YAML text by `kind/name`, without what only Helm says of them. */
export function objectsByName(yaml: string): Readonly<Record<string, ChartObject>> {
  const objects = parseAllDocuments(yaml).flatMap((document) => (document.toJS() as ChartObject | null) ?? []);
  return Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.name}`, withoutHelm(object)]));
}

function withoutHelm(object: ChartObject): ChartObject {
  const { labels, annotations, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, ...rest('labels', labels), ...rest('annotations', annotations) } };
}

function rest(field: 'labels' | 'annotations', all: Readonly<Record<string, string>> = {}): object {
  const kept = Object.entries(all).filter(([name]) => !ofHelm.has(name));
  return kept.length === 0 ? {} : { [field]: Object.fromEntries(kept) };
}
