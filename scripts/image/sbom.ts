import { execFileSync } from 'node:child_process';

import { type Architecture, cpuOf } from './architecture.ts';
import { docker } from './docker.ts';

interface Component {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}

interface CycloneDx {
  readonly components: readonly Component[];
}

/**
 * What is in the image, in CycloneDX: npm's own list of what the bundle is made of, Node.js among it, and the base's
 * packages, where Debian-based images without a package manager name them.
 */
export function billOfMaterials(image: string, architecture: Architecture): CycloneDx {
  const packages = JSON.parse(
    run('npm', 'sbom', '--sbom-format=cyclonedx', '--omit=dev', '--package-lock-only', '--loglevel=error'),
  ) as CycloneDx;
  const isElsewhere = ({ name }: Component) =>
    name.startsWith('node-linux-') && name !== `node-linux-${cpuOf[architecture]}`;
  return {
    ...packages,
    components: [...packages.components.filter((component) => !isElsewhere(component)), ...baseOf(image, architecture)],
  };
}

function baseOf(image: string, architecture: Architecture): readonly Component[] {
  const container = docker('create', image).trim();
  try {
    const archive = execFileSync('docker', ['cp', `${container}:/var/lib/dpkg/status.d/.`, '-']);
    const text = execFileSync('tar', ['--extract', '--to-stdout', '--wildcards', '--exclude=*.md5sums', '*'], {
      input: archive,
      encoding: 'utf8',
    });
    return text.split(/^(?=Package: )/m).flatMap((fields) => {
      const [, name] = /^Package: (.+)$/m.exec(fields) ?? [];
      const [, version] = /^Version: (.+)$/m.exec(fields) ?? [];
      if (name === undefined || version === undefined) return [];
      const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}`;
      return [{ type: 'library', name, version, purl }];
    });
  } finally {
    docker('rm', container);
  }
}

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
