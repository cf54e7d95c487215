import { epoch } from '../../engine/process.ts';
import type { Arrival, Host } from '../../engine/host.ts';
import type { Seeded } from '../../engine/seeded.ts';
import type { ArcNode } from '../arc-node.ts';
import { printTime } from './go-text.ts';
import type { RemovalRequest } from '../oracle/removal-request.ts';
import { forbidden, grant, tokenOf } from './access.ts';
import { type Answer, failure, json } from './answer.ts';
import { answerDeletion } from './deletion.ts';
import { health, local, nodes, oneNode } from './reads.ts';
import { isBelowCluster, pathOf, type Route, route } from './router.ts';
import { answerView } from './view.ts';

/** The result of a verified token is kept so long (`auth.cache_ttl`); a check costs a bcrypt. */
const tokenCache = 300_000;

/** The HTTP API of one process on port 8000 as its clients see it (arc-admin-api §1). */
export class AdminServer implements Host {
  readonly #node: ArcNode;
  readonly #chance: Seeded;
  readonly #open = new Set<Arrival>();
  readonly #verifiedAt = new Map<string, number>();
  #isClosed = false;

  constructor(node: ArcNode, chance: Seeded) {
    this.#node = node;
    this.#chance = chance;
  }

  receive(arrival: Arrival): void {
    if (this.#isClosed) return arrival.reset();
    this.#open.add(arrival);
    const removal = this.#noted(arrival);
    const { runtime } = this.#node;
    const work = (): void => this.#handle(arrival, removal, (answer) => this.#send(arrival, removal, answer));
    runtime.deliver(() => void runtime.after(this.#effort(arrival), work));
  }

  /** The process has ended, or stopped listening: whoever still waits sees the connection break. */
  end(): void {
    this.#isClosed = true;
    for (const arrival of this.#open) arrival.reset();
    this.#open.clear();
  }

  /** A DELETE counts from its arrival. */
  #noted(arrival: Arrival): RemovalRequest | undefined {
    const found = route(arrival.method, arrival.path);
    if (found.kind !== 'removal') return undefined;
    const { id: node, name: process, now: at, raft } = this.#node;
    const request: RemovalRequest = {
      at,
      node,
      process,
      member: found.id,
      from: arrival.from,
      wasLeader: raft.isLeader,
      hasToken: tokenOf(arrival) !== undefined,
      fault: 'ok',
      status: undefined,
      answeredAt: undefined,
    };
    this.#node.cluster.removals.push(request);
    return request;
  }

  #effort(arrival: Arrival): number {
    const { now, settings } = this.#node;
    const token = tokenOf(arrival);
    const effort = this.#chance.between(0.3, 1.5);
    if (!settings.tokens.isEnabled || token === undefined) return effort;
    const verifiedAt = this.#verifiedAt.get(token);
    if (verifiedAt !== undefined && now - verifiedAt < tokenCache) return effort;
    this.#verifiedAt.set(token, now);
    return effort + this.#chance.between(80, 340);
  }

  #handle(arrival: Arrival, removal: RemovalRequest | undefined, answer: (answer: Answer) => void): void {
    const found = route(arrival.method, arrival.path);
    if (found.kind === 'alive' || found.kind === 'ready') return answer(this.#probe(found.kind));
    const granted = grant(arrival, this.#node.settings.tokens, this.#node.faults.settings.token === 'known');
    if ('kind' in granted) return answer(granted);
    const wantsAdmin = ['removal', 'files'].includes(found.kind);
    const falls = (found.kind === 'unknown' || found.kind === 'wrongMethod') && isBelowCluster(arrival.path);
    if ((wantsAdmin || falls) && !granted.isAdmin) return answer(forbidden);
    if (found.kind === 'wrongMethod') return answer(failure(405, 'Method Not Allowed'));
    if (found.kind === 'unknown') return answer(failure(404, `Cannot ${arrival.method} ${pathOf(arrival.path)}`));
    if (!this.#isClustered) return answer(json(200, this.#standalone()));
    this.#serve(found, removal, answer);
  }

  #serve(found: Route, removal: RemovalRequest | undefined, answer: (answer: Answer) => void): void {
    const node = this.#node;
    switch (found.kind) {
      case 'view':
        return answerView(node, this.#chance, answer);
      case 'removal':
        return answerDeletion(node, found.id, (fault) => void (removal && (removal.fault = fault)), answer);
      case 'nodes':
        return answer(nodes(node));
      case 'node':
        return answer(oneNode(node, found.id));
      case 'local':
        return answer(local(node));
      case 'health':
        return answer(health(node));
      case 'files':
        return answer(json(200, { files: [], total: 0 }));
      default:
        throw new Error(`${found.kind} is answered before`);
    }
  }

  #send(arrival: Arrival, removal: RemovalRequest | undefined, answer: Answer): void {
    if (answer.kind === 'hang' || !this.#open.delete(arrival) || this.#node.runtime.hasEnded) return;
    if (removal !== undefined) removal.answeredAt = this.#node.now;
    if (answer.kind === 'reset') return arrival.reset();
    if (removal !== undefined) removal.status = answer.status;
    if (answer.kind === 'json') arrival.answer(answer.status, answer.body);
    else arrival.answer(answer.status, answer.html, { 'content-type': 'text/html' });
  }

  get #isClustered(): boolean {
    return this.#node.identity.isClustered && this.#node.faults.settings.clustered;
  }

  #standalone(): Record<string, unknown> {
    const body = { enabled: false, mode: 'standalone', reason: 'Enterprise license not configured' };
    return this.#node.settings.generation === 'A' ? body : { ...body, success: false };
  }

  #probe(kind: 'alive' | 'ready'): Answer {
    const { now, skew, startedAt, isStopping } = this.#node;
    const time = printTime(Math.floor((epoch + now + skew) / 1e3) * 1e3);
    const uptime_sec = (now - startedAt) / 1e3;
    if (kind === 'alive') return json(200, { status: 'ok', time, uptime: `${uptime_sec}s`, uptime_sec });
    if (!isStopping) return json(200, { status: 'ready', time, uptime_sec });
    return json(503, { status: 'not_ready', time, uptime_sec, reason: 'shutting down' });
  }
}
