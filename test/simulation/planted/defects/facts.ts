import type { Defect } from '../defect.ts';

const observer = 'src/controller/observer.ts';

/** What is taken for a fact. */
export const factDefects: readonly Defect[] = [
  {
    name: 'cached set for the last check',
    why: 'a cache may be minutes behind: the set is read once more before anything is sent',
    edits: [
      {
        file: observer,
        find: 'if (read?.uid !== known?.uid || read?.generation !== known?.generation)\n      throw behind',
        replace: 'if (read === undefined && known !== undefined)\n      throw behind',
      },
      { file: observer, find: "    return read ?? 'absent';", replace: "    return known ?? 'absent';" },
    ],
    likely: '29f',
  },
  {
    name: 'cached pod for the last check',
    why: 'a cache may be minutes behind: the pod is read once more before anything is sent',
    edits: [
      {
        file: observer,
        find: "if (gone !== undefined) pods.set(gone, pod ? projectPod(pod) : 'absent');",
        replace: '',
      },
    ],
    likely: '29g',
  },
  {
    name: 'no uncached reads at all',
    why: 'only what was read afresh may lead to a DELETE',
    edits: [
      {
        file: observer,
        find: 'return await this.#client.get(resource, { namespace, name }, { timeout: freshReadTimeout, signal });',
        replace:
          'if (resource === statefulSets || resource === podResource) return undefined;\n      return await this.#client.get(resource, { namespace, name }, { timeout: freshReadTimeout, signal });',
      },
      {
        file: observer,
        find: 'if (read?.uid !== known?.uid || read?.generation !== known?.generation)\n      throw behind(`StatefulSet ${namespace}/${name}`);\n    return read',
        replace: 'if (read) throw behind(name);\n    return known',
      },
    ],
    likely: '1',
  },
  {
    name: 'failed read taken as absence',
    why: 'absence is a 404 for that name, never an error',
    edits: [
      {
        file: observer,
        find: "if (error instanceof KubeError && error.code === 'notFound') return undefined;",
        replace: 'if (error instanceof KubeError) return undefined;',
      },
    ],
    likely: '29h',
  },
  {
    name: 'absent list taken as empty',
    why: 'without the heartbeats nobody knows who is silent: a list that is missing is not an empty one',
    edits: [
      {
        file: 'src/stores/arc/answers.ts',
        find: 'last_heartbeat: heartbeat })).max(1_024),',
        replace: 'last_heartbeat: heartbeat })).max(1_024).default([]),',
      },
    ],
    likely: '35c',
  },
  {
    name: 'sets compared by name alone',
    why: 'a set that was deleted and created anew is another one, until its pods are members',
    edits: [
      {
        file: 'src/membership/trust.ts',
        find: 'const isReplaced = uid !== undefined && uid !== set.uid;',
        replace: 'const isReplaced = false;',
      },
    ],
    likely: '14a',
  },
  {
    name: 'token given to pods that no set controls',
    why: 'a pod that only looks like one of the set gets no token',
    edits: [
      {
        file: observer,
        find: 'return set ? this.#caches.podsOf(set).filter(isAddressed) : [];',
        replace:
          "return [0, 1, 2, 3, 4, 5, 6].flatMap((ordinal) => [statefulSet, 'other'].flatMap((name) => this.#caches.pod(namespace, `${name}-${ordinal}`) ?? [])).filter(isAddressed);",
      },
    ],
    likely: '25',
  },
  {
    name: 'pods under other ids not heard',
    why: 'a pod that calls itself otherwise shows that the template is wrong',
    edits: [
      {
        file: 'src/membership/clauses/identity-clauses.ts',
        find: '  if (stranger) {',
        replace: '  if (stranger && stranger.pod === place.set) {',
      },
      {
        file: 'src/membership/clauses/identity-clauses.ts',
        find: 'trust.get(place.set)?.confirmedMemberId === template',
        replace: 'trust.has(place.set)',
      },
    ],
    likely: '40b',
  },
  {
    name: 'template never confirmed',
    why: 'ids that no pod has answered with may be read wrongly, and name a pod that runs',
    edits: [
      {
        file: 'src/membership/clauses/identity-clauses.ts',
        find: 'trust.get(place.set)?.confirmedMemberId === template',
        replace: 'trust.has(place.set)',
      },
    ],
    likely: '40c',
  },
];
