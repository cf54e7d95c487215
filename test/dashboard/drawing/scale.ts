import type { Panel } from '../../../scripts/dashboard/panel.ts';

/** A place on an axis, and what stands beside it. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** About four ticks at round numbers that hold all of `from` to `to`. */
export function ticks(
  from: number,
  to: number,
  { unit, whole = false }: Pick<Panel, 'unit' | 'whole'>,
): readonly Tick[] {
  const rough = Math.max((to - from) / 4, whole ? 1 : 1e-9);
  const base = unit === 'bytes' ? 2 ** Math.floor(Math.log2(rough)) : 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * base).find((candidate) => candidate >= rough) ?? rough;
  const first = Math.floor(from / step);
  const last = Math.max(Math.ceil(to / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step).map((value) => ({
    value,
    text: inUnit(value, unit),
  }));
}

/** As Grafana writes a value of this unit. */
export function inUnit(value: number, unit: Panel['unit']): string {
  switch (unit) {
    case 'none':
      return String(round(value));
    case 's':
      if (Math.abs(value) >= 60) return `${round(value / 60)} min`;
      return Math.abs(value) >= 1 || value === 0 ? `${round(value)} s` : `${round(value * 1000)} ms`;
    case 'bytes':
      return `${round(value / 2 ** 20)} MiB`;
    case 'ops':
      return `${round(value)} ops/s`;
  }
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
