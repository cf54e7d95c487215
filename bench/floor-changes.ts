import type { Bed } from '../test/testbed/bed.ts';
import type { FloorWatch } from './floor-watch.ts';
import { ordinalOf } from './floor-watch.ts';

/** Whose processes are frozen, but for one case in the moment of the change. */
export type Hanging =
  'nobody hangs' | 'a follower hangs' | 'a follower has long hung' | 'the leader hangs' | 'two followers hang';

export interface Change {
  readonly name: string;
  readonly hanging: Hanging;
  readonly make: () => Promise<void>;
  /** Whether the watches have shown all of it. */
  readonly isSeen: () => boolean;
  /** Lets come back who is down. */
  readonly undo?: () => Promise<void> | void;
}

/**
 * One turn of changes to a store of five, each from rest to rest: arc-4 comes and goes by scaling, one of the other
 * followers, by turns, goes otherwise.
 */
export function changesOf(bed: Bed, namespace: string, floors: FloorWatch, turn: number): readonly (() => Change)[] {
  const { agent, kube } = bed;
  const key = (ordinal: number) => `${namespace}/arc-${ordinal}` as const;
  const pod = (ordinal: number) => floors.sight.pods.get(ordinal);

  const dies =
    (hanging: Hanging, victim = follower) =>
    (): Change => {
      const ordinal = victim(floors, turn);
      return {
        name: victim === leader ? 'leader’s process dies' : 'process dies',
        hanging,
        // Held: its readiness is to show that it is down, whatever its restart takes.
        make: async () => agent.killAndStayDown(key(ordinal)),
        isSeen: () => pod(ordinal)?.there === false,
        undo: () => agent.release(key(ordinal)),
      };
    };
  const deleted = (hanging: Hanging) => (): Change => {
    const ordinal = follower(floors, turn);
    const uid = pod(ordinal)?.uid;
    return {
      name: 'pod deleted',
      hanging,
      make: async () => {
        agent.hold(key(ordinal));
        await kube.delete({ apiVersion: 'v1', kind: 'Pod', namespace, name: `arc-${ordinal}` });
      },
      isSeen: () => pod(ordinal) !== undefined && pod(ordinal)?.uid !== uid,
      undo: () => agent.release(key(ordinal)),
    };
  };
  const scaled = (hanging: Hanging, from: number, to: number) => (): Change => ({
    name: `${from}→${to}`,
    hanging,
    make: async () => kube.scale(namespace, 'arc', to),
    isSeen: () => floors.sight.replicas === to && floors.sight.pods.size === to,
  });

  const grows = (hanging: Hanging) => (): Change => ({
    name: '5→6, one that never starts',
    hanging,
    make: async () => {
      agent.hold(key(5));
      await kube.scale(namespace, 'arc', 6);
    },
    isSeen: () => floors.sight.pods.has(5),
    undo: async () => {
      await kube.scale(namespace, 'arc', 5);
      agent.release(key(5));
    },
  });

  return [
    dies('nobody hangs'),
    dies('nobody hangs', leader),
    deleted('nobody hangs'),
    scaled('nobody hangs', 5, 4),
    scaled('nobody hangs', 4, 5),
    grows('nobody hangs'),
    dies('a follower hangs'),
    deleted('a follower hangs'),
    scaled('a follower hangs', 5, 4),
    scaled('a follower hangs', 4, 5),
    grows('a follower hangs'),
    dies('a follower has long hung'),
    deleted('a follower has long hung'),
    dies('the leader hangs'),
    deleted('the leader hangs'),
    dies('two followers hang'),
  ];
}

/** Who is frozen; never the one that goes. */
export function hangingIn(hanging: Hanging, floors: FloorWatch, turn: number): readonly number[] {
  const others = followers(floors).filter((ordinal) => ordinal !== follower(floors, turn));
  switch (hanging) {
    case 'nobody hangs':
      return [];
    case 'a follower hangs':
    case 'a follower has long hung':
      return others.slice(0, 1);
    case 'the leader hangs':
      return [leader(floors)];
    case 'two followers hang':
      return others.slice(0, 2);
  }
}

/** Not arc-3: without it a floor of 3 stays right, as it would cut arc-4 alone. */
function follower(floors: FloorWatch, turn: number): number {
  const all = followers(floors).filter((ordinal) => ordinal < 3);
  return all[turn % all.length] ?? Number.NaN;
}

function followers(floors: FloorWatch): readonly number[] {
  return [0, 1, 2, 3].filter((ordinal) => ordinal !== leader(floors));
}

export function leader({ status }: FloorWatch): number {
  return ordinalOf(status.leader ?? '');
}
