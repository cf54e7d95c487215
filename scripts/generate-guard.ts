import { stringify } from 'yaml';

import { guardObjects, modes } from './guard/policy.ts';

const metadata = /^metadata:\n( {2}name: \S+)\n/gm;

/** The scale-down guard as `config/guard` ships it: a policy and a binding for each mode. */
export function guardManifest(): string {
  const documents = modes
    .flatMap((mode) => guardObjects(mode))
    .map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }));
  return `# Generated from scripts/guard by \`make generate\`; do not edit.\n${documents.join('---\n')}`;
}

/** It as a template of the Helm chart. */
export function guardTemplate(manifest: string): string {
  if (manifest.includes('{{')) throw new Error('the guard cannot be made a template like this');
  const labelled = manifest.replaceAll(
    metadata,
    'metadata:\n$1\n  labels:\n    {{- include "labels" . | nindent 4 }}\n',
  );
  return `{{- if .Values.scaleDownGuard.enabled }}\n${labelled}{{- end }}\n`;
}
