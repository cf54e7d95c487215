/** Which program of this repository runs a page's commands as they stand there. */
export const players: Readonly<Record<string, string>> = {
  'README.md': 'test/documents/documents.check.ts',
  'docs/arc.md': 'test/documents/documents.check.ts',
  'docs/installation.md': 'test/documents/documents.check.ts',
  'docs/rbac.md': 'test/documents/documents.check.ts',
  'docs/runbooks/dead-voter-stays.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/no-fault-tolerance.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/operator-deaf.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/operator-down.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/operator-failing.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/quorum-lost.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/removal-unconfirmed.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/split-brain.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/stalled.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/state-unknown.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/suspended.md': 'test/documents/runbooks.check.ts',
  'docs/runbooks/voter-not-live.md': 'test/documents/runbooks.check.ts',
  'docs/scale-down-guard.md': 'test/e2e/guard/page.ts',
  'docs/status-page.md': 'test/documents/documents.check.ts',
  'docs/troubleshooting.md': 'test/documents/documents.check.ts',
  'docs/tutorial.md': 'test/documents/documents.check.ts',
  'docs/user-guide.md': 'test/documents/documents.check.ts',
};

/** Lines of documented commands that no test runs as they stand, and why. */
export const notRun: readonly { readonly line: RegExp; readonly why: string }[] = [
  { line: /^make \w+$/, why: 'a target of the Makefile: `make test` does what it does, step by step' },
  {
    line: /^docker (build|push) /,
    why: 'wants an engine, public base images and a registry; `make image` builds it here',
  },
  {
    line: /^kubectl (logs|port-forward) /,
    why: 'wants a kubelet, which the test bed does without; the cluster of `make cluster` has it',
  },
];
