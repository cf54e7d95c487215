import { describe, expect, test } from '@jest/globals';
import { Seeded } from '../engine/seeded.ts';
import { Timeline } from '../engine/timeline.ts';
import { Ledger } from './oracle/ledger.ts';
import { Disk } from './raft/disk.ts';
import { Raft } from './raft/raft.ts';
import { Wire } from './wire/wire.ts';
import { Runtime } from './runtime.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];

/** Bare Raft servers that crash, freeze, lose touch, change the configuration and hand over, all by chance. */
class Turmoil {
  readonly timeline = new Timeline();
  readonly ledger = new Ledger();
  readonly servers = new Map<string, Raft>();
  readonly disks = new Map<string, Disk>();
  readonly #chance: Seeded;
  readonly #wire: Wire;
  #starts = 0;
  #commands = 0;

  constructor(seed: number) {
    this.#chance = new Seeded(seed);
    this.#wire = new Wire(this.timeline, this.#chance.fork('wire'));
    for (const id of ids) this.disks.set(id, new Disk());
    this.disks.get('a')?.bootstrap('a', 'a:9200', 1);
    for (const id of ids) this.#start(id);
  }

  /** One thing happens. */
  disturb(): void {
    const chance = this.#chance;
    const [one, other] = [chance.pick(ids), chance.pick(ids)];
    const server = this.servers.get(one);
    chance.pick([
      () => (server === undefined ? this.#start(one) : this.#end(one)),
      () => this.#start(one),
      () => this.#sleep(one, chance.chance(0.5)),
      () => this.#sleep(one, false),
      () => (one === other ? this.#wire.healAll() : this.#wire.cut(one, other)),
      () => this.#wire.healAll(),
      () => this.#wire.slow(one, other, chance.between(10, 400)),
      () => this.#lead()?.change({ kind: 'addVoter', id: one, address: `${one}:9200` }, () => {}),
      () => this.#lead()?.change({ kind: 'addNonvoter', id: one, address: `${one}:9200` }, () => {}),
      () => this.#removeByLeader(one),
      () => this.#lead()?.apply({ type: 'remove_node', id: String(++this.#commands) }, () => {}),
      () => this.#lead()?.apply({ type: 'remove_node', id: String(++this.#commands) }, () => {}),
      () => this.#lead()?.transfer(() => {}),
      () => server !== undefined && (server.isStuck = chance.chance(0.3)),
    ])();
  }

  /** All run, all reach each other. */
  calm(): void {
    for (const id of ids) {
      this.#sleep(id, false);
      this.#start(id);
      const server = this.servers.get(id);
      if (server !== undefined) server.isStuck = false;
    }
    this.#wire.healAll();
  }

  /** Not the leader itself: if the others miss that entry, hashicorp/raft has nobody left who may stand and win. */
  #removeByLeader(id: string): void {
    const leader = this.#lead();
    if (leader !== undefined && leader.station.id !== id) leader.change({ kind: 'removeServer', id }, () => {});
  }

  #lead(): Raft | undefined {
    return [...this.servers.values()].find(({ isLeader, station }) => isLeader && station.runtime.isAwake);
  }

  #start(id: string): void {
    if (this.servers.has(id)) return;
    const name = `${id}#${++this.#starts}`;
    const runtime = new Runtime(name, this.timeline, this.#chance.fork(`${name} runtime`));
    const disk = this.disks.get(id) ?? new Disk();
    const server: Raft = new Raft({
      id,
      address: `${id}:9200`,
      hostAddress: `${id} host`,
      disk,
      runtime,
      wire: this.#wire,
      chance: this.#chance.fork(name),
      events: {
        applied: () => {},
        committed: (entry) => this.ledger.committed(name, entry),
        led: (term) => {
          this.#checkCompleteness(disk);
          this.ledger.led({ at: this.timeline.now, id, name: id, term, lineage: 1 });
        },
        steppedDown: () => {},
        opened: () => {},
        changed: () => {},
      },
    });
    this.servers.set(id, server);
    server.start();
  }

  /** Leader completeness: whoever leads has everything that was ever committed. */
  #checkCompleteness(disk: Disk): void {
    const missing = this.ledger.real?.entries.find((entry) => disk.entry(entry.index) !== entry);
    if (missing !== undefined) this.ledger.breaches.push(`a leader lacks entry ${missing.index}`);
  }

  #end(id: string): void {
    const server = this.servers.get(id);
    this.servers.delete(id);
    server?.station.runtime.end();
    server?.stop();
  }

  #sleep(id: string, isAsleep: boolean): void {
    const runtime = this.servers.get(id)?.station.runtime;
    if (isAsleep) runtime?.freeze();
    else runtime?.thaw();
    this.#wire.changed();
  }
}

/** Log matching: two entries of one index and term are one entry, and so is everything before it. */
function checkLogMatching(disks: ReadonlyMap<string, Disk>): void {
  const logs = [...disks.values()].map(({ entries }) => entries);
  for (const one of logs) {
    for (const other of logs) {
      const equal = one.findLastIndex((entry, index) => entry.term === other[index]?.term);
      expect(one.slice(0, equal + 1)).toEqual(other.slice(0, equal + 1));
    }
  }
}

describe('whatever crashes, freezes, is cut off or changed', () => {
  test('one leader a term, no committed entry is ever lost or replaced, and calm brings a leader back', async () => {
    let reigns = 0;
    let committed = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const turmoil = new Turmoil(seed);
      const chance = new Seeded(seed).fork('pace');
      await turmoil.timeline.run(3_000);
      for (let step = 0; step < 120; step++) {
        turmoil.disturb();
        // Half of it within the milliseconds that a commit takes.
        const pause = chance.chance(0.5) ? chance.between(0.1, 5) : chance.between(1, 900);
        await turmoil.timeline.run(turmoil.timeline.now + pause);
      }
      checkLogMatching(turmoil.disks);
      turmoil.calm();
      await turmoil.timeline.run(turmoil.timeline.now + 40_000);
      expect([seed, turmoil.ledger.breaches]).toEqual([seed, []]);
      expect([seed, [...turmoil.servers.values()].filter(({ isLeader }) => isLeader).length]).toEqual([seed, 1]);
      reigns += turmoil.ledger.reigns.length;
      committed += turmoil.ledger.real?.entries.length ?? 0;
    }
    // The turmoil was one: several leaders and many entries a run.
    expect(reigns).toBeGreaterThan(120);
    expect(committed).toBeGreaterThan(500);
  });
});
