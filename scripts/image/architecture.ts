/** As container images name them. */
export type Architecture = 'amd64' | 'arm64';

/** As npm names it, of the package that brings Node.js for it. */
export const cpuOf = { amd64: 'x64', arm64: 'arm64' } as const satisfies Record<Architecture, string>;

/** Of this machine. */
export function hostArchitecture(): Architecture {
  return process.arch === 'arm64' ? 'arm64' : 'amd64';
}
