import type { Defect } from '../defect.ts';

const fence = 'src/controller/fence.ts';
const driver = 'src/stores/arc/arc-driver.ts';

/** What stands between an order and its request. */
export const sendDefects: readonly Defect[] = [
  {
    name: 'stale fence: no look at the time',
    why: 'a process that sleeps between the record and the send acts on facts of a minute ago',
    edits: [
      {
        file: fence,
        find: 'clock.now().monotonic - firstReadAt <= fenceWindow && mayAct()',
        replace: 'clock.now().monotonic >= firstReadAt && mayAct()',
      },
    ],
    likely: '20d',
  },
  {
    name: 'fence without a record',
    why: 'after a crash nobody would know that something was sent',
    edits: [
      {
        file: fence,
        find: 'return withRecord(await statuses.write(onto, status, { timeout: recordTimeout }), order);',
        replace: 'return statuses ? { ...onto, status } : withRecord(onto, order);',
      },
    ],
    likely: '1',
  },
  {
    name: 'fence without the resourceVersion',
    why: 'a record that is written over somebody else’s makes two removals of one',
    edits: [
      {
        file: fence,
        find: 'if (isSameFence(cluster, now)) return now;',
        replace: "if (!('invalid' in now.status)) return { ...now, status: now.status };",
      },
    ],
    likely: '20e',
  },
  {
    name: 'fence that takes a timeout for success',
    why: 'a record that was not written is no fence',
    edits: [
      {
        file: fence,
        find: "if (!(error instanceof KubeError) || error.code !== 'conflict') throw error;",
        replace:
          "if (error instanceof KubeError && error.code === 'timeout') return { ...onto, status };\n        if (!(error instanceof KubeError) || error.code !== 'conflict') throw error;",
      },
    ],
    likely: '20f',
  },
  {
    name: 'any record taken back as never sent',
    why: 'somebody else’s record stands for a request that may still act',
    edits: [
      {
        file: 'src/controller/remover.ts',
        find: 'if (!removal || !this.#unsent.has(key, cluster.uid, removal.startedAt)) return false;',
        replace: 'if (!removal || this.#underWay.has(key)) return false;',
      },
    ],
    likely: '19h',
  },
  {
    name: 'blind retry after a timeout',
    why: 'a request without an answer may have been carried out, or be carried out later',
    edits: [
      {
        file: driver,
        find: '    return classifyRemovalError(error);',
        replace:
          "    return classifyRemoval(await node.http.send(request(node, 'DELETE', `${clusterPath}/nodes/${memberId}`, largestRefusal)), memberId);",
      },
    ],
    likely: '17a',
  },
  {
    name: 'DELETE over a client that repeats',
    why: 'after an error nothing is sent again without new facts',
    edits: [
      {
        file: driver,
        find: '    return classifyRemoval(answer, memberId, node.token);',
        replace:
          '    return classifyRemoval(answer.status < 500 ? answer : await node.http.send(deletion), memberId, node.token);',
      },
    ],
    likely: '16',
  },
  {
    name: 'acts while it does not lead',
    why: 'a standby looks on',
    edits: [
      { file: 'src/controller/reconciler.ts', find: 'if (!isLeading()) return this.#stand(cluster);', replace: '' },
      {
        file: 'src/controller/reconciler.ts',
        find: 'return signal.aborted || !this.#options.isLeading();',
        replace: 'return signal.aborted;',
      },
      { file: fence, find: ' <= fenceWindow && mayAct()', replace: ' <= fenceWindow && mayAct !== undefined' },
    ],
    likely: '19m',
  },
  {
    name: 'suspended RaftCluster looked at',
    why: 'suspended means: not one request',
    edits: [
      {
        file: 'src/controller/reconciler.ts',
        find: 'return spec.suspend && !status.removal;',
        replace: 'return spec.suspend && status.removal !== undefined;',
      },
      {
        file: 'src/membership/decide.ts',
        find: 'if (settings.suspend && !status.removal)',
        replace: 'if (settings.suspend && status.removal)',
      },
      { file: 'src/membership/decide.ts', find: 'if (settings.suspend) return proveEnd(context);', replace: '' },
    ],
    likely: '27',
  },
];
