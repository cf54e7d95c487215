import type { Row } from '../../../scripts/dashboard/panel.ts';
import { escaped, text } from './svg.ts';

/** Pixels of one of Grafana's 24 columns, of its unit of height, and between two panels. */
const column = 66;
const unit = 34;
const gap = 8;
const heading = 34;

export interface Drawing {
  readonly row: Row;
  /** What is inside of each panel, in their order. */
  readonly insides: readonly string[];
}

export function panelSize(row: Row, width: number): { readonly width: number; readonly height: number } {
  return { width: width * column - gap, height: row.height * unit - gap };
}

/** The whole dashboard as one picture, with the size that it has. */
export function page(
  title: string,
  drawings: readonly Drawing[],
): { readonly svg: string; readonly width: number; readonly height: number } {
  const width = 24 * column + gap;
  let y = 50;
  const parts = drawings.flatMap(({ row, insides }) => {
    let x = gap;
    const top = y + heading;
    const panels = row.panels.map((panel, index) => {
      const size = panelSize(row, panel.width);
      const frame = `<rect width="${size.width}" height="${size.height}" rx="4" fill="#fff" stroke="#d5d8dd"/>`;
      const drawn = `<g transform="translate(${x},${top})">${frame}${text(12, 21, escaped(panel.title), { size: 13, weight: 600 })}${insides[index]}</g>`;
      x += size.width + gap;
      return drawn;
    });
    y = top + row.height * unit;
    return [text(gap, top - 10, escaped(row.title), { size: 14, weight: 600, colour: '#5c6470' }), ...panels];
  });
  const head = text(gap, 30, escaped(title), { size: 19, weight: 600 });
  const height = y + gap;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="DejaVu Sans, Verdana, sans-serif"><rect width="100%" height="100%" fill="#f4f5f7"/>${head}${parts.join('\n')}</svg>\n`;
  return { svg, width, height };
}
