import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { glyph, shapeOf, size } from './glyph.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { plightInWords, plightOf, plights } from './plight.ts';

/** How many stand in a row: fits the narrowest screens. */
const across = 8;
const step = size + 4;

/** All members of a RaftCluster in one small picture, with a title that says in words what it shows. */
export function votersPicture(status: RaftClusterStatus, now: number): Html | undefined {
  const members = status.members ?? [];
  if (members.length === 0) return undefined;
  const columns = Math.min(across, members.length);
  const width = columns * step - 4;
  const height = Math.ceil(members.length / across) * step - 4;
  const glyphs = members.map(
    (member, index) =>
      html`<g transform="translate(${(index % across) * step} ${Math.floor(index / across) * step})"
        >${glyph(shapeOf(member), plightOf(member, status))}</g
      >`,
  );
  return html`<svg class="voters" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
    <title>${pictureInWords(status, now)}</title>
    ${glyphs}
  </svg>`;
}

/** `3 members: arc-4 settling, 12 s left; 1 leader, 1 live` */
function pictureInWords(status: RaftClusterStatus, now: number): string {
  const members = status.members ?? [];
  const order = Object.keys(plights);
  const kinds = Map.groupBy(members, (member) => plightOf(member, status));
  const told = [...kinds].toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const parts = told.map(([plight, those]) => {
    const [only] = those;
    return those.length === 1 && only
      ? `${only.id} ${plightInWords(only, status, now)}`
      : `${those.length} ${plights[plight]}`;
  });
  return `${members.length} ${members.length === 1 ? 'member' : 'members'}: ${parts.join('; ')}`;
}
