import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Milliseconds until a step is announced before it is done, and between two signs of life after that. */
const PATIENCE = 2_000;
const SIGN_OF_LIFE = 5_000;
const WIDTH = 100;

/** What the demo prints. Styles appear on a terminal only, and not where NO_COLOR is set. */
export class Screen {
  readonly #out: WriteStream;
  #chapters = 0;
  #silent = false;

  constructor(out: WriteStream) {
    this.#out = out;
  }

  title(text: string): void {
    this.#line(this.#style('bold', text));
  }

  chapter(title: string): void {
    this.#chapters += 1;
    this.#line('');
    this.#line(this.#style('bold', `${this.#chapters}. ${title}`));
    this.#line('');
  }

  /** A paragraph, wrapped. */
  text(text: string): void {
    for (const line of wrapped(text, WIDTH)) this.#line(line);
  }

  gap(): void {
    this.#line('');
  }

  /** A command as one would type it. */
  command(text: string): void {
    this.#line(`  ${this.#style('cyan', `$ ${text}`)}`);
  }

  /** What a command printed. */
  output(text: string): void {
    for (const line of text.trimEnd().split('\n')) this.#line(`  ${line}`.trimEnd());
  }

  /** What takes place meanwhile. */
  progress(text: string): void {
    this.#line(this.#style('dim', `  … ${text}`));
  }

  done(what: string, milliseconds: number): void {
    this.#line(`  ${this.#style('green', '✓')} ${what.padEnd(72)} ${seconds(milliseconds).padStart(7)}`);
  }

  /** Nothing is printed from now on. */
  silence(): void {
    this.#silent = true;
  }

  failure(text: string): void {
    this.#line('');
    this.#line(`${this.#style('red', '✗')} ${text}`);
  }

  /** A line when it is done, and one every few seconds while it is not. */
  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const result = this.quietStep(what, work);
    const began = performance.now();
    const value = await result;
    this.done(what, performance.now() - began);
    return value;
  }

  /** Says something only while it takes long. */
  quietStep<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    return this.#signsOfLife(work, () => {
      const elapsed = performance.now() - began;
      this.progress(elapsed < SIGN_OF_LIFE ? what : `${what} (${seconds(elapsed)})`);
    });
  }

  /** Says now and then how long it will still take; `until` is in milliseconds since the epoch. */
  countdown<T>(what: string, until: number, work: () => Promise<T>): Promise<T> {
    return this.#signsOfLife(work, () => {
      const left = Math.round((until - Date.now()) / 1_000);
      this.progress(left > 0 ? `${what}: ${left} s to go` : `${what}: any moment now`);
    });
  }

  async #signsOfLife<T>(work: () => Promise<T>, give: () => void): Promise<T> {
    const timers = [setTimeout(give, PATIENCE), setInterval(give, SIGN_OF_LIFE)];
    try {
      return await work();
    } finally {
      for (const timer of timers) clearInterval(timer);
    }
  }

  #style(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#out });
  }

  #line(text: string): void {
    if (!this.#silent) this.#out.write(`${text}\n`);
  }
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
