import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import type { ClusterObject } from '../kubernetes/storage/objects-of.ts';
import { namespace } from '../world/world.ts';
import type { World } from '../world/world.ts';

type Removal = NonNullable<RaftClusterStatus['removal']>;
type Finished = NonNullable<RaftClusterStatus['removals']>[number];

/** Milliseconds. */
const hour = 3_600_000;

/** What must hold of every status that an operator writes. */
export class Writes {
  readonly #world: World;
  readonly #tell: (rule: string, message: string) => void;

  constructor(world: World, tell: (rule: string, message: string) => void) {
    this.#world = world;
    this.#tell = tell;
    world.kubernetes.objects.watch('raftclusters', ({ before, after }) => {
      if (before !== undefined && after !== undefined) this.#written(before.object, after.object);
    });
  }

  #written(before: ClusterObject, after: ClusterObject): void {
    const [was, is] = [before.status ?? {}, after.status ?? {}];
    if (is.removal && is.removal.startedAt !== was.removal?.startedAt) this.#begun(was, is, is.removal, after);
    const known = new Set((was.removals ?? []).map(({ member, startedAt }) => `${member} ${startedAt}`));
    for (const finished of is.removals ?? [])
      if (!known.has(`${finished.member} ${finished.startedAt}`)) this.#ended(finished, was.removal);
    this.#numbers(is);
  }

  /** S3 and S6, at the very write that stands between an order and its request. */
  #begun(was: RaftClusterStatus, is: RaftClusterStatus, removal: Removal, { spec, metadata }: ClusterObject): void {
    const { removal: open } = was;
    if (open && !hasEnded(open, is))
      this.#tell('S3', `the removal of ${removal.member} begins while that of ${open.member} is in flight`);
    this.#affordable(was, removal, spec.removal.maxPerHour);
    if (spec.suspend) this.#tell('S6', `the removal of ${removal.member} begins while suspended`);
    if (spec.removal.mode !== 'Automatic')
      this.#tell('S6', `the removal of ${removal.member} begins in mode ${spec.removal.mode}`);
    if (metadata.deletionTimestamp !== undefined)
      this.#tell('S6', `the removal of ${removal.member} begins on a RaftCluster that is being deleted`);
    const set = this.#world.kubernetes.objects.get('statefulsets', namespace, removal.member.replace(/-\d+$/, ''));
    if (set && (set.status.observedGeneration ?? 0) < (set.metadata.generation ?? 0) - 1)
      this.#tell(
        'S6',
        `the removal of ${removal.member} begins two generations before its controller has seen the newest`,
      );
  }

  /** S8: by the stamps of the records alone, those of the future included. */
  #affordable(
    { removals = [], leftovers = [] }: RaftClusterStatus,
    { member, phase, startedAt }: Removal,
    maxPerHour: number,
  ): void {
    if (phase === 'CleaningUp') {
      if (leftovers.some(({ id }) => id === member)) this.#tell('S8', `${member} is cleaned up once more`);
      return;
    }
    const from = Date.parse(startedAt) - hour;
    const recent = removals.filter((finished) => Date.parse(finished.startedAt) > from).length;
    if (recent >= maxPerHour)
      this.#tell('S8', `the removal of ${member} begins after ${recent} within an hour, of ${maxPerHour}`);
  }

  /** S7: the real configuration was so at some moment since the record was begun. */
  #ended({ member, result }: Finished, record: Removal | undefined): void {
    this.#world.counts.add(`removal ended: ${result}`);
    const history = this.#world.arc.ledger.real?.entries ?? [];
    const from = Number(record?.commitIndex ?? 0);
    const since = history.filter((entry) => entry !== undefined && entry.index >= from);
    const shown = since.flatMap(({ payload }) => (payload.kind === 'configuration' ? [payload.configuration] : []));
    const last = history.findLast(({ index, payload }) => index <= from && payload.kind === 'configuration');
    if (last?.payload.kind === 'configuration') shown.push(last.payload.configuration);
    const lists = new Set(shown.map((configuration) => configuration.some(({ id }) => id === member)));
    if (result === 'Removed' && !lists.has(false))
      this.#tell('S7', `${member} is told to be removed, and always was a member`);
    if (result === 'NotRemoved' && !lists.has(true))
      this.#tell('S7', `${member} is told not to be removed, and never was a member`);
  }

  /** S7: the numbers agree with each other. */
  #numbers({ leader, voters, liveVoters, quorum, faultTolerance, conditions = [] }: RaftClusterStatus): void {
    if (voters === undefined || liveVoters === undefined || quorum === undefined) return;
    if (quorum !== Math.floor(voters / 2) + 1) this.#tell('S7', `quorum ${quorum} of ${voters} voters`);
    if (liveVoters > voters) this.#tell('S7', `${liveVoters} live of ${voters} voters`);
    if (leader !== undefined && faultTolerance !== undefined && faultTolerance !== liveVoters - quorum)
      this.#tell('S7', `faultTolerance ${faultTolerance}`);
    const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
    if (isReady && liveVoters < quorum) this.#tell('S7', `Ready with ${liveVoters} of ${voters} voters live`);
  }
}

/** One write may end a removal and begin the next. */
function hasEnded(
  { member, startedAt, phase }: Removal,
  { removals = [], leftovers = [] }: RaftClusterStatus,
): boolean {
  if (phase === 'CleaningUp') return leftovers.some(({ id }) => id === member);
  return removals.some((finished) => finished.member === member && finished.startedAt === startedAt);
}
