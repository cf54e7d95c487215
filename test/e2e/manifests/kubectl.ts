import { parseAllDocuments } from 'yaml';

/** The real kubectl on a real API server, as an admin; `Bed.kubectl` is one. */
export type Kubectl = (
  args: readonly string[],
  options: { readonly input: string },
) => Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number }>;

/** Many manifests as one input. JSON, because kubectl reads YAML 1.1, where the text `yes` is a boolean. */
export function documents(manifests: readonly unknown[]): string {
  return manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
}

/** What `-o yaml` printed. */
export function objectsIn(output: string): unknown[] {
  return parseAllDocuments(output).map((document) => document.toJS() as unknown);
}
