import type { Question } from './row.ts';
import type { Site } from './site.ts';

type Rest = Omit<Partial<Question>, 'to' | 'method' | 'path'>;
type Ask<S extends Site> = (site: S) => Question | Promise<Question>;

/** An id that no node has, safe in a path. */
export const NOBODY = 'contract-nobody-0';

export const atNode =
  (id: string) =>
  (method: Question['method'], path: string, rest: Rest = {}): Ask<Site> =>
  () => ({ to: id, method, path, ...rest });

/** The node whose URL came first. */
export const atFirst =
  (method: Question['method'], path: string, rest: Rest = {}): Ask<Site> =>
  ({ ids: [to = ''] }) => ({ to, method, path, ...rest });

export const atLeader =
  (method: Question['method'], path: string, rest: Rest = {}): Ask<Site> =>
  async (site) => ({ to: await site.leader(), method, path, ...rest });

export const atFollower =
  (method: Question['method'], path: string, rest: Rest = {}): Ask<Site> =>
  async (site) => ({ to: await site.follower(), method, path, ...rest });
