import type { Panel } from '../../../scripts/dashboard/panel.ts';
import { colourOf, escaped, text } from './svg.ts';
import { ticks } from './scale.ts';

export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [time: number, value: number])[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

const margin = { left: 62, right: 12, top: 34, bottom: 22 };
/** Pixels of a line of the legend, and about those of a letter. */
const legendLine = 16;
const letter = 7.3;

/** A panel over time, `width` × `height` pixels. `gap`: seconds between two points from which on the line is broken. */
export function chart(
  panel: Panel,
  curves: readonly Curve[],
  span: Span,
  size: { width: number; height: number },
  gap: number,
): string {
  const drawn = panel.kind === 'stacked' ? stacked(curves) : curves.map((curve) => ({ ...curve, floor: undefined }));
  const entries = legend(curves, size.width);
  const bottom = size.height - margin.bottom - (entries.at(-1)?.line ?? 0) * legendLine - legendLine;
  const values = drawn.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite);
  const limit = panel.bad?.from ?? (panel.bad?.upTo === undefined ? undefined : panel.bad.upTo + 1);
  const shownLimit =
    limit !== undefined && limit <= Math.max(...values) * 2 && limit >= Math.min(...values) * 2 ? [limit] : [];
  const axis = ticks(Math.min(panel.min ?? Infinity, ...values), Math.max(...values, ...shownLimit), panel);
  const [low, high] = [axis[0]?.value ?? 0, axis.at(-1)?.value ?? 1];
  const x = (time: number): number =>
    margin.left + ((time - span.start) / (span.end - span.start)) * (size.width - margin.left - margin.right);
  const y = (value: number): number => bottom - ((value - low) / (high - low)) * (bottom - margin.top);
  const place = ([time, value]: readonly [number, number]): string => `${x(time).toFixed(1)},${y(value).toFixed(1)}`;
  return [
    ...axis.map(
      ({ value, text: label }) =>
        `<line x1="${margin.left}" x2="${size.width - margin.right}" y1="${y(value)}" y2="${y(value)}" stroke="#e3e5e8"/>` +
        text(margin.left - 6, y(value) + 4, label, { anchor: 'end', colour: '#5c6470' }),
    ),
    ...timeTicks(span).map(({ time, label }) =>
      text(x(time), bottom + 15, label, { anchor: 'middle', colour: '#5c6470' }),
    ),
    ...shownLimit.map(
      (value) =>
        `<line x1="${margin.left}" x2="${size.width - margin.right}" y1="${y(value)}" y2="${y(value)}" stroke="#d0312d" stroke-dasharray="6 4"/>`,
    ),
    ...drawn.map(({ points, floor }, index) => {
      const colour = colourOf(index);
      return unbroken(points, gap)
        .map((part) => {
          const line = panel.kind === 'lines' ? part : stepped(part);
          const path = `<polyline fill="none" stroke="${colour}" stroke-width="1.8" points="${line.map(place).join(' ')}"/>`;
          if (floor === undefined) return path;
          const below = stepped(part.map(([time]) => [time, floor.get(time) ?? 0] as const)).toReversed();
          return `<polygon fill="${colour}" fill-opacity=".4" points="${[...line, ...below].map(place).join(' ')}"/>${path}`;
        })
        .join('');
    }),
    ...entries.map(({ name, index, left, line }) => {
      const top = bottom + margin.bottom + 10 + line * legendLine;
      return `<rect x="${left}" y="${top - 6}" width="12" height="4" fill="${colourOf(index)}"/>${text(left + 17, top, escaped(name), { colour: '#30343b' })}`;
    }),
  ].join('\n');
}

/** Each on top of those before it, and what it stands on. */
function stacked(curves: readonly Curve[]) {
  const sums = new Map<number, number>();
  return curves.map(({ name, points }) => {
    const floor = new Map(points.map(([time]) => [time, sums.get(time) ?? 0]));
    for (const [time, value] of points) sums.set(time, (sums.get(time) ?? 0) + value);
    return { name, floor, points: points.map(([time, value]) => [time, (floor.get(time) ?? 0) + value] as const) };
  });
}

/** What is not known is not drawn. */
function unbroken(points: Curve['points'], gap: number): readonly Curve['points'][] {
  const parts: (readonly [number, number])[][] = [];
  for (const point of points.filter(([, value]) => Number.isFinite(value))) {
    const before = parts.at(-1)?.at(-1);
    if (before === undefined || point[0] - before[0] > gap) parts.push([]);
    parts.at(-1)?.push(point);
  }
  // What was so for a single sample is seen, too.
  return parts.map((part) =>
    part.flatMap((point) => (part.length > 1 ? [point] : [point, [point[0] + gap / 2, point[1]] as const])),
  );
}

function stepped(points: Curve['points']): Curve['points'] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    return before === undefined || before[1] === point[1] ? [point] : [[point[0], before[1]] as const, point];
  });
}

function timeTicks({ start, end }: Span) {
  const step = [15, 30, 60, 120, 300].find((seconds) => (end - start) / seconds <= 6) ?? 600;
  const count = Math.floor((end - start) / step) + 1;
  return Array.from({ length: count }, (_, index) => index * step).map((seconds) => ({
    time: start + seconds,
    label: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
  }));
}

/** In lines as long as the panel is wide. */
function legend(curves: readonly Curve[], width: number) {
  let left = 12;
  let line = 0;
  return curves.map(({ name }, index) => {
    const length = 17 + name.length * letter + 14;
    if (left + length > width && left > 12) {
      left = 12;
      line += 1;
    }
    const entry = { name, index, left, line };
    left += length;
    return entry;
  });
}
