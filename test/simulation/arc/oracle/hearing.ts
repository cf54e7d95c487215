import { lastPulse, type Pulsing } from '../peers/pulse.ts';
import type { Session } from '../wire/session.ts';

interface Contact {
  readonly listener: string;
  readonly speaker: string;
  readonly from: number;
  readonly to: number;
  /** Set for heartbeats of the coordinators: only every 5 s from here on something was heard. */
  readonly pulsing: Pulsing | undefined;
}

/** Who was heard by whom and when, over Raft and by the coordinators' heartbeats. Listeners are processes, speakers member ids. */
export class Hearing {
  readonly #contacts: Contact[] = [];
  readonly #open = new Set<Session>();

  opened(session: Session): void {
    this.#open.add(session);
    session.onClose((lastBeat) => {
      this.#open.delete(session);
      const { leader, follower, openedAt } = session;
      const to = lastBeat;
      this.#contacts.push({
        listener: leader.runtime.name,
        speaker: follower.id,
        from: openedAt,
        to,
        pulsing: undefined,
      });
    });
  }

  pulsed(listener: string, speaker: string, pulsing: Pulsing, from: number, to: number): void {
    this.#contacts.push({ listener, speaker, from, to, pulsing });
  }

  /** A follower that the process `listener` leads is in contact with it now. */
  isInContact(listener: string, speaker: string): boolean {
    for (const { leader, follower } of this.#open)
      if (leader.runtime.name === listener && follower.id === speaker) return true;
    return false;
  }

  /** When the process `listener` heard of `speaker` last, by now; undefined: never. */
  lastHeard(listener: string, speaker: string, now: number): number | undefined {
    let last: number | undefined;
    const heard = (at: number): void => void (last = Math.max(last ?? at, at));
    for (const session of this.#open)
      if (session.leader.runtime.name === listener && session.follower.id === speaker) heard(session.lastBeat(now));
    for (const { listener: by, speaker: of, from, to, pulsing } of this.#contacts) {
      if (by !== listener || of !== speaker) continue;
      const at = pulsing === undefined ? to : lastPulse(pulsing, to);
      if (at !== undefined && at >= from) heard(at);
    }
    return last;
  }

  /** Whether the process `listener` heard anything of `speaker` in that time, both ends included. */
  heardWithin(listener: string, speaker: string, from: number, to: number): boolean {
    for (const session of this.#open) {
      const isPair = session.leader.runtime.name === listener && session.follower.id === speaker;
      if (isPair && session.openedAt <= to && session.lastBeat(to) >= from) return true;
    }
    return this.#contacts.some((contact) => {
      if (contact.listener !== listener || contact.speaker !== speaker) return false;
      const [first, last] = [Math.max(contact.from, from), Math.min(contact.to, to)];
      if (first > last) return false;
      return contact.pulsing === undefined || hasPulse(contact.pulsing, first, last);
    });
  }
}

function hasPulse(pulsing: Pulsing, from: number, to: number): boolean {
  const last = lastPulse(pulsing, to);
  return last !== undefined && last >= from;
}
