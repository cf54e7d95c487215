import { execFileSync, spawnSync } from 'node:child_process';

/** Debian's client comes without BuildKit's half, and then asks for it by default. */
const hasBuildKit = spawnSync('docker', ['buildx', 'version'], { stdio: 'ignore' }).status === 0;
const env = { ...process.env, ...(!hasBuildKit && { DOCKER_BUILDKIT: '0' }) };

/** What the client printed; throws what it complained of. */
export function docker(...args: readonly string[]): string {
  try {
    return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env });
  } catch (error) {
    const { stderr = '', stdout = '' } = error as { readonly stderr?: string; readonly stdout?: string };
    throw new Error(`docker ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

export function buildArguments(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
}
