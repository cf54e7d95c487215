/**
 * The linker's flags that tell a Kubernetes program its version, the one that this go.mod names. Without it the server
 * calls itself v0.0.0-master, and kubectl refuses to parse that.
 */
export function versionFlags(modules: string): string {
  const [, version, major, minor] = /k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+\S*)/.exec(modules) ?? [];
  if (version === undefined) throw new Error('go.mod names no version of k8s.io/kubernetes');
  const facts = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const settings = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((where) =>
    Object.entries(facts).map(([name, value]) => `-X ${where}.${name}=${value}`),
  );
  return ['-s -w', ...settings].join(' ');
}
