/** A line that a program printed on its terminal. */
export interface PrintedLine {
  /** Milliseconds since the first one. */
  readonly at: number;
  /** With its escape sequences for colours. */
  readonly text: string;
}

/** A piece of a line in one style. */
export interface Span {
  readonly text: string;
  /** `''`, or of `bold`, `dim`, `red`, `green`, `cyan`. */
  readonly style: string;
}

const styles: Readonly<Record<string, string>> = {
  0: '',
  1: 'bold',
  2: 'dim',
  22: '',
  31: 'red',
  32: 'green',
  36: 'cyan',
  39: '',
};

/** Throws for an escape sequence that it does not know: a picture must not show less than the terminal did. */
export function spansOf(text: string): readonly Span[] {
  const [first = '', ...rest] = text.split('\u001B[');
  const spans = rest.map((piece) => {
    const [, code = '', shown = ''] = /^(\d*)m(.*)$/s.exec(piece) ?? [];
    const style = styles[code];
    if (style === undefined) throw new Error(`the escape sequence ESC[${piece} has no meaning here`);
    return { text: shown, style };
  });
  return [{ text: first, style: '' }, ...spans].filter(({ text: shown }) => shown !== '');
}

/** Lines as a terminal of so many columns breaks them. */
export function wrapped(spans: readonly Span[], columns: number): readonly (readonly Span[])[] {
  const rows: Span[][] = [[]];
  let room = columns;
  for (const { text, style } of spans) {
    for (let rest = text; rest !== '';) {
      if (room === 0) {
        rows.push([]);
        room = columns;
      }
      const piece = rest.slice(0, room);
      rows.at(-1)?.push({ text: piece, style });
      rest = rest.slice(piece.length);
      room -= piece.length;
    }
  }
  return rows;
}
