import type { Stage, Trouble } from '../trouble.ts';

/** What an API server does to its clients. */
export const apiServer: readonly Trouble[] = [
  { name: 'API server restarts', weight: 4, happen: restart },
  { name: 'API server answers errors', weight: 5, happen: errors },
  { name: 'API server fails after the effect', weight: 5, happen: failsAfterEffect },
  { name: 'watches frozen', weight: 8, happen: freezeWatches },
  { name: 'watches closed', weight: 5, happen: closeWatches },
  { name: 'history compacted', weight: 3, happen: compact },
  { name: 'watch skips a change', weight: 4, happen: withhold },
  { name: 'permission withdrawn', weight: 2, happen: forbid },
];

function restart({ world, random, later }: Stage): string {
  const { server } = world.kubernetes;
  server.stop();
  later(random.pick([random.between(100, 5_000), random.between(5_000, 90_000)]), () => server.start());
  return 'the API server stops';
}

function errors({ world, random, later }: Stage): string {
  const { troubles } = world.kubernetes.server;
  const share = random.between(0.1, 0.7);
  const chance = random.fork(`errors at ${world.now}`);
  const reason = random.pick(['TooManyRequests', 'InternalError', 'ServiceUnavailable', 'silent'] as const);
  troubles.of = () => {
    if (!chance.chance(share)) return undefined;
    return reason === 'silent' ? { kind: 'silent' } : { kind: 'refused', reason, retryAfterSeconds: 1 };
  };
  later(random.between(500, 30_000), () => void (troubles.of = () => undefined));
  return `the API server answers ${Math.round(share * 100)} % with ${reason}`;
}

function failsAfterEffect({ world, random, later }: Stage): string {
  const { troubles } = world.kubernetes.server;
  const chance = random.fork(`fails at ${world.now}`);
  const share = random.between(0.2, 0.8);
  troubles.of = ({ verb }) =>
    verb === 'update' && chance.chance(share) ? { kind: 'failedAfterEffect', reason: 'InternalError' } : undefined;
  later(random.between(500, 30_000), () => void (troubles.of = () => undefined));
  return 'writes are done and answered with errors';
}

function freezeWatches({ world, random, later }: Stage): string {
  const kind = random.pick(['statefulsets', 'pods', 'raftclusters', 'all'] as const);
  later(
    random.between(500, 90_000),
    world.kubernetes.server.freezeWatches((call) => kind === 'all' || call.kind === kind),
  );
  return `watches of ${kind} freeze`;
}

function closeWatches({ world, random }: Stage): string {
  const how = random.pick(['end', 'reset', 'expire'] as const);
  world.kubernetes.server.closeWatches(how);
  return `watches ${how}`;
}

function compact({ world }: Stage): string {
  world.kubernetes.server.compact();
  return 'the history is compacted';
}

/** As a client sees it that re-lists: the state before the last is never shown. */
function withhold({ world, random, later }: Stage): string {
  const { troubles } = world.kubernetes.server;
  const kind = random.pick(['statefulsets', 'pods'] as const);
  const chance = random.fork(`withheld at ${world.now}`);
  troubles.withholds = (change) =>
    change.kind === kind && change.before !== undefined && change.after !== undefined && chance.chance(0.5);
  later(random.between(500, 30_000), () => {
    troubles.withholds = () => false;
    // What was withheld comes with a list.
    world.kubernetes.server.closeWatches('expire', (call) => call.kind === kind);
  });
  return `changes of ${kind} are withheld`;
}

function forbid({ world, random, later }: Stage): string | undefined {
  const { troubles } = world.kubernetes.server;
  const name = `operator-${random.whole(1, 3)}`;
  const how = random.pick(['forbidden', 'unauthorized'] as const);
  troubles[how].add(name);
  later(random.between(500, 30_000), () => void troubles[how].delete(name));
  return `${name} is ${how}`;
}
