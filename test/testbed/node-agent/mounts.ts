/** A path inside the container, and the folder or file that stands there. */
export interface Mount {
  readonly mountPath: string;
  readonly hostPath: string;
}

/**
 * A text of a manifest in which every path below a mount is the host's own path: nothing is mounted here, so a process
 * has to be told where its volumes really are. A path counts where it starts the text or follows one of `= : , "'` or
 * white space; the longest mount wins.
 */
export function onHost(text: string, mounts: readonly Mount[]): string {
  if (mounts.length === 0) return text;
  const longestFirst = mounts.toSorted((a, b) => b.mountPath.length - a.mountPath.length);
  const paths = longestFirst.map(({ mountPath }) => literal(mountPath.replace(/\/+$/, ''))).join('|');
  const pattern = new RegExp(String.raw`(?<=^|[=:,"'\s])(?:${paths})(?=$|[/:,;"'\s])`, 'g');
  return text.replaceAll(pattern, (found) => {
    const mount = mounts.find(({ mountPath }) => mountPath.replace(/\/+$/, '') === found);
    return mount?.hostPath ?? found;
  });
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
