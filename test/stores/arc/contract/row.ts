import type { z } from 'zod';
import type { ArcdCluster, ClusterSpec } from './arcd/cluster.ts';
import type { Site } from './site.ts';
import type { Generation, Stores, View } from './view.ts';

/** Sections of arc-admin-api.md. */
export type Section = '0' | '1' | '1.1' | '1.2' | '1.3' | '1.4' | '2' | '3' | '4' | '5' | '9';

/** One row of the document: a request in a situation, its answer, and what it leaves in the three stores. */
export interface Row<S extends Site = Site> {
  readonly section: Section;
  /** After the document's row. */
  readonly name: string;
  /** Default: both. What holds in B only is known from Arc's source, and was never seen on a wire. */
  readonly generation?: Generation;
  /** What a cluster that was not made for the suite must have or allow. */
  readonly needs?: readonly Need[];
  /** Makes the situation, from what the rows before left. */
  readonly given?: (site: S) => Promise<unknown>;
  readonly request: (site: S) => Question | Promise<Question>;
  readonly answer: Expected | ((site: S) => Expected);
  /** Asked at the same moment, each with its answer. */
  readonly alongside?: (site: S, question: Question) => readonly (readonly [Question, Expected])[];
  /** Default: not looked at, since the request can change nothing. */
  readonly stores?: 'unchanged' | ((site: S) => Effect);
  /** `also` compares with what was before: then every node is looked at before the request. */
  readonly looksBefore?: true;
  /** What else the row says; throws when it is not so. */
  readonly also?: (site: S, seen: Seen) => unknown;
}

/**
 * `token`: a token with admin, unless the cluster asks for none. `reader`: a valid token without admin. `authentication`:
 * tokens are asked for. `followers`: three nodes or more. `removal`: somebody who allows that a live node is removed.
 */
export type Need = 'token' | 'reader' | 'authentication' | 'followers' | 'removal';

export interface Question {
  /** The id of the node that is asked. */
  readonly to: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  /** As it goes over the wire: nothing is cleaned or encoded. */
  readonly path: string;
  /** Default `admin`: by `Authorization: Bearer`, if the cluster has tokens. */
  readonly as?: 'admin' | 'reader' | 'nobody';
  readonly headers?: Readonly<Record<string, string>>;
  readonly content?: string;
  /** Milliseconds after which the client gives up; default 20,000. */
  readonly patience?: number;
}

export interface Expected {
  /** `none`: the client gives up, or the connection breaks, before an answer is there. */
  readonly status: number | 'none';
  readonly body: z.ZodType;
}

/** What the stores of every observer come to show. Left out: whatever. */
export interface Effect {
  readonly observers: readonly string[];
  /** Ids in the Raft configuration. */
  readonly configuration?: readonly string[];
  /** Entries of the replicated table. */
  readonly table?: number;
  /** Ids in the node's own registry. */
  readonly registry?: readonly string[];
}

export interface Answer {
  readonly status: number | 'none';
  /** JSON, or the text where it is none. */
  readonly body: unknown;
}

export interface Seen {
  readonly question: Question;
  readonly answer: Answer;
  /** Of the same nodes. */
  readonly before: ReadonlyMap<string, Stores>;
  /** Of each node that answered before the request, if the row looks before. */
  readonly views: ReadonlyMap<string, View>;
}

/** Rows that follow each other on one cluster. */
export interface Scene<S extends Site = ArcdCluster> {
  readonly name: string;
  readonly generation?: Generation;
  /** How `arcd` makes it. */
  readonly cluster: ClusterSpec;
  /** No row needs what the one before left; default: each does, and is not run when one before it failed. */
  readonly independent?: true;
  readonly rows: readonly Row<S>[];
}
