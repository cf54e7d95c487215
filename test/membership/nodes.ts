import type { Member, ReadResult, View } from '../../src/membership/evidence.ts';

type Answer = Partial<View> | Exclude<ReadResult, { kind: 'view' }>;

/** The Raft nodes in the pods: one store that is well, but for what a test says. */
export abstract class Nodes {
  configuration: Member[] = [];
  protected leaderId: string | undefined;
  protected readonly records = new Map<string, string | null>();
  readonly #answers = new Map<string, Answer>();
  #term = 7n;

  /** The member id that the node of a pod should have. */
  protected abstract ownId(pod: string): string | undefined;

  member(id: string, suffrage: Member['suffrage'] = 'Voter', address = ''): this {
    this.configuration = [...this.configuration.filter((member) => member.id !== id), { id, suffrage, address }];
    this.records.set(id, this.records.get(id) ?? 'long ago');
    return this;
  }

  notMember(id: string): this {
    this.configuration = this.configuration.filter((member) => member.id !== id);
    return this;
  }

  leader(id: string | undefined): this {
    this.leaderId = id;
    this.#term += 1n;
    return this;
  }

  /** What the leader's registry holds of a member. `undefined`: nothing. */
  heardFrom(id: string, lastHeard: string | null | undefined): this {
    if (lastHeard === undefined) this.records.delete(id);
    else this.records.set(id, lastHeard);
    return this;
  }

  /** What the node of a pod answers beside what is expected of it. */
  answers(pod: string, answer: Answer): this {
    this.#answers.set(pod, answer);
    return this;
  }

  /** It does not answer: whether it lives is unknown. */
  hangs(...pods: string[]): this {
    for (const pod of pods) this.answers(pod, { kind: 'failed', failure: 'timeout', message: 'no answer within 5 s' });
    return this;
  }

  /** What a node says that knows all there is to know. */
  view(pod: string): View {
    const memberId = this.ownId(pod) ?? pod;
    const leads = memberId === this.leaderId;
    return {
      memberId,
      clusterName: 'arc',
      role: leads ? 'Leader' : 'Follower',
      leaderId: this.leaderId ?? null,
      term: this.#term,
      lastLogTerm: this.#term,
      lastLogIndex: 100n,
      commitIndex: 100n,
      configuration: this.configuration,
      leaderContact: leads ? 0 : 20,
      records: new Map([...this.records].map(([id, lastHeard]) => [id, { lastHeard }])),
    };
  }

  protected answerOf(pod: string): ReadResult {
    const answer = this.#answers.get(pod) ?? {};
    if ('kind' in answer) return answer;
    const isMember = this.configuration.some(({ id }) => id === this.ownId(pod));
    if (!isMember && !this.#answers.has(pod)) return { kind: 'notClustered', message: 'clustering is off' };
    return { kind: 'view', view: { ...this.view(pod), ...answer } };
  }
}
