import { decodeRaftCluster } from '../../src/api/decode.ts';
import type { DecodedRaftCluster } from '../../src/api/decode.ts';
import { limits } from '../../src/api/limits.ts';

/** What nobody should be able to make a browser do. */
const attack = `<script>document.title='owned'</script><img src=x onerror="document.title='owned'">"'><svg onload=alert(1)>&lt;`;

type Rows = readonly object[];

/** As many members as a status may hold, in as many StatefulSets as a spec may name, from one that has five. */
export function crowded({ metadata, spec, status }: DecodedRaftCluster, name: string): DecodedRaftCluster {
  if ('invalid' in status) throw new Error(status.invalid);
  const { members = [], statefulSets = [] } = status;
  const times = Math.ceil(limits.members / members.length);
  const many = Array.from({ length: times }, (_, index) =>
    members.map((member) => ({ ...member, id: `${member.id}-${index}`, statefulSet: `arc-${index}` })),
  );
  const sets = Array.from({ length: limits.sets }, (_, index) =>
    statefulSets.map((set) => ({ ...set, name: `arc-${index}` })),
  );
  return decoded({ metadata, spec, status }, name, {
    members: many.flat().slice(0, limits.members),
    statefulSets: sets.flat().slice(0, limits.sets),
  });
}

/** Every text of a status as long as it may be, without a place to break. */
export function longWinded(cluster: DecodedRaftCluster, name: string): DecodedRaftCluster {
  return retold(cluster, name, (text, most) => text.padEnd(most, 'x').slice(0, most));
}

/** Every text of a status as somebody would write it who wants to be on the page as more than text. */
export function malicious(cluster: DecodedRaftCluster, name: string): DecodedRaftCluster {
  return retold(cluster, name, (text, most) => `${text}${attack}\u202E`.slice(0, most));
}

function retold(
  cluster: DecodedRaftCluster,
  name: string,
  tell: (text: string, most: number) => string,
): DecodedRaftCluster {
  const { status } = cluster;
  if ('invalid' in status) throw new Error(status.invalid);
  const lengths: Readonly<Record<string, number>> = {
    id: limits.memberId,
    member: limits.memberId,
    leader: limits.memberId,
    message: limits.text,
    answer: limits.text,
    evidence: limits.text,
    why: 64,
    pod: 253,
    statefulSet: 253,
    name: 253,
    holder: limits.holder,
  };
  const retellAll = (rows: Rows | undefined): Rows | undefined => rows?.map((row) => retell(row));
  const retell = (row: object): object =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]: [string, unknown]) => {
        const most = lengths[key];
        return [key, typeof value === 'string' && most !== undefined ? tell(value, most) : value];
      }),
    );
  return decoded(cluster, name, {
    ...retell(status),
    members: retellAll(status.members),
    statefulSets: retellAll(status.statefulSets),
    absentees: retellAll(status.absentees),
    removals: retellAll(status.removals),
    leftovers: retellAll(status.leftovers),
    conditions: retellAll(status.conditions),
    ...(status.removal && { removal: retell(status.removal) }),
  });
}

/** The operator has read it back, so it is what the API server would store. */
function decoded({ metadata, spec, status }: DecodedRaftCluster, name: string, changed: object): DecodedRaftCluster {
  const result = decodeRaftCluster({ metadata: { ...metadata, name }, spec, status: { ...status, ...changed } });
  if ('invalid' in result.status) throw new Error(result.status.invalid);
  return result;
}
