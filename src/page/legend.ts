import { glyph } from './glyph.ts';
import type { Shape } from './glyph.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { plights } from './plight.ts';
import type { Plight } from './plight.ts';

const shapes: readonly (readonly [Shape, Plight, string])[] = [
  ['voter', 'live', 'circle: votes'],
  ['nonvoter', 'live', 'square: does not vote'],
  ['unmanaged', 'live', 'diamond: of no StatefulSet of the spec'],
];

/** What the pictures mean. */
export function legend(): Html {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets the keys of a record
  const marks = (Object.entries(plights) as [Plight, string][]).map(
    ([plight, word]) => ['voter', plight, word] as const,
  );
  return html`<h2>What the pictures mean</h2>
    <ul class="legend">
      ${[...marks, ...shapes].map(
        ([shape, plight, word]) =>
          html`<li>
            <svg aria-hidden="true" width="24" height="24" viewBox="0 0 32 32">${glyph(shape, plight)}</svg> ${word}
          </li>`,
      )}
    </ul>`;
}
