/** Text that is HTML already: made by the tag `html` only, so that nothing else gets onto the page unescaped. */
export class Html {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  static of(parts: readonly string[], values: readonly Content[]): Html {
    return new Html(String.raw({ raw: parts }, ...values.map(textOf)));
  }
}

/** What a template may hold: text and numbers are escaped, a list is put together, nothing is nothing. */
export type Content = Html | string | number | undefined | false | readonly Content[];

/** A template whose values cannot become markup, in an element or in an attribute within double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return Html.of(parts, values);
}

function textOf(content: Content): string {
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return content === undefined || content === false ? '' : escaped(String(content));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, and those that turn the direction of what follows: they could make an id look like another. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '').replaceAll(unseen, '\u{FFFD}');
}
