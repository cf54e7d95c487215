import type { Done, Office } from './office.ts';
import type { Peer } from './peer.ts';

/** A leader that hands over: once the heir has the whole log it is told to stand. While it lasts nothing is accepted. */
export class Transfer {
  readonly #office: Office;
  readonly #heir: Peer;
  readonly #done: Done;
  #isToldToStand = false;
  #isOver = false;

  constructor(office: Office, heir: Peer, deadline: number, done: Done) {
    this.#office = office;
    this.#heir = heir;
    this.#done = done;
    office.station.runtime.after(deadline, () => this.#finish('leadership transfer timeout'));
    this.proceed();
  }

  proceed(): void {
    const { station, wire, disk } = this.#office;
    if (this.#isToldToStand || this.#isOver || this.#heir.match < disk.lastIndex) return;
    this.#isToldToStand = true;
    wire.ask(
      station,
      this.#heir.address,
      (server) => server.standNow(),
      () => {},
    );
  }

  /** The leadership is over: that is what was wanted. */
  end(): void {
    this.#finish(null);
  }

  #finish(error: string | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#done(error);
  }
}
