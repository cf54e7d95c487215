import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Bed } from '../testbed/bed.ts';
import { kubeconfig } from '../testbed/kubeconfig.ts';
import type { Managed } from '../testbed/processes.ts';
import { type Block, blocksOf } from './pages.ts';
import { notRun } from './players.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** What a clone has, and its reader’s commands use. */
const CLONE = ['charts', 'config', 'crds', 'dist', 'node_modules'];
/** Milliseconds that a block may take. */
const PATIENCE = 180_000;
/** The one command that does not end by itself. */
const ENDLESS = /^.*dist\/operator\.js --kubeconfig.*$/m;
/** The first line of a block that is a file of the reader’s. */
const FILE = /^# ([\w-]+\/[\w.-]+)\n/;

/** Somebody with a clone, a shell, kubectl and Helm, who does what the documents say, word for word. */
export class Reader {
  readonly #bed: Bed;
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #done = new Set<string>();
  #lines = 0;

  /** `namespace`: that of the kubectl context. */
  constructor(bed: Bed, helm: string, namespace: string) {
    const { controlPlane, run } = bed;
    this.#bed = bed;
    this.#folder = run.folder('reader', namespace);
    for (const name of CLONE) symlinkSync(join(ROOT, name), join(this.#folder, name));
    this.#env = {
      PATH: [dirname(controlPlane.kubectl), dirname(helm), process.env['PATH']].join(':'),
      HOME: run.folder('home'),
      KUBECONFIG: run.file(`${namespace}.kubeconfig`, kubeconfig(controlPlane.access, namespace)),
      // Another program of this machine may listen on the usual ones.
      RAFTCLUSTER_HEALTH_ADDRESS: '127.0.0.1:0',
      RAFTCLUSTER_METRICS_ADDRESS: '0',
    };
  }

  /** How many lines of shell were run so far. */
  get lines(): number {
    return this.#lines;
  }

  /** Whether all that can be run of a page was run. */
  unread(page: string): readonly Block[] {
    return shellBlocks(page).filter((block) => commands(block) !== '' && !this.#done.has(key(block)));
  }

  /** Does what a page, a section of it, or one block of that section says. */
  async follow(page: string, section?: string, index?: number): Promise<void> {
    const blocks = blocksOf(page).filter((block) => section === undefined || block.section === section);
    assert.notEqual(blocks.length, 0, `${page} has no blocks under “${section}”`);
    for (const block of blocks.filter(({ language }) => language === 'yaml')) await this.#useYaml(block);
    const shell = blocks.filter(({ language }) => language === 'sh');
    for (const block of index === undefined ? shell : shell.slice(index, index + 1)) {
      await this.#run(commands(block).replace(ENDLESS, ''));
      this.#done.add(key(block));
    }
  }

  /** A file that the reader has already. */
  write(file: string, content: string): void {
    mkdirSync(join(this.#folder, dirname(file)), { recursive: true });
    writeFileSync(join(this.#folder, file), content, { mode: 0o600 });
  }

  /** Starts what a page starts and leaves running. */
  startEndless(page: string): Managed {
    const endless = shellBlocks(page).flatMap(({ text }) => ENDLESS.exec(text)?.[0] ?? []);
    assert.equal(endless.length, 1, `commands of ${page} that do not end by themselves`);
    return this.#start(`exec ${endless[0]}`);
  }

  /** A file is written; an object must be one that the API server takes. */
  async #useYaml({ page, text }: Block): Promise<void> {
    const [, file] = FILE.exec(text) ?? [];
    if (file !== undefined) {
      this.write(file, text);
    } else if (/^kind: /m.test(text)) {
      const { code, stderr } = await this.#bed.kubectl(['apply', '--dry-run=server', '-f', '-'], { input: text });
      assert.equal(code, 0, `${page}: ${text}\n${stderr}`);
    }
  }

  async #run(script: string): Promise<void> {
    this.#lines += script.split('\n').filter((line) => line.trim() !== '').length;
    const shell = this.#start(script);
    const tooLong = setTimeout(() => shell.signal('SIGKILL'), PATIENCE);
    const { code } = await shell.exited;
    clearTimeout(tooLong);
    assert.equal(code, 0, `${script}\n${shell.lastWords()}`);
  }

  #start(script: string): Managed {
    const log = this.#bed.run.file('reader.log');
    const args = ['-euc', script];
    return this.#bed.processes.start({ name: 'sh', file: 'sh', args, env: this.#env, folder: this.#folder, log });
  }
}

function shellBlocks(page: string): readonly Block[] {
  return blocksOf(page).filter(({ language }) => language === 'sh');
}

/** What is run of a block; empty: nothing. */
function commands({ text }: Block): string {
  return text
    .split('\n')
    .filter((line) => !notRun.some(({ line: pattern }) => pattern.test(line)))
    .join('\n')
    .trim();
}

function key({ page, section, text }: Block): string {
  return [page, section, text].join('\0');
}
