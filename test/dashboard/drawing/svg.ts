const colours = [
  '#2f7ed8',
  '#e8862e',
  '#3a9d5d',
  '#8e5bbf',
  '#c94a4a',
  '#3aa6a6',
  '#b8860b',
  '#6b7280',
  '#d24d8e',
  '#5a7d2a',
];

export function colourOf(index: number): string {
  return colours[index % colours.length] ?? '#000';
}

export function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly colour?: string;
  readonly size?: number;
  readonly weight?: number;
}

/** `words` are markup already. */
export function text(x: number, y: number, words: string, style: TextStyle = {}): string {
  const { anchor = 'start', colour = '#1f2329', size = 11.5, weight = 400 } = style;
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${colour}" font-size="${size}" font-weight="${weight}">${words}</text>`;
}
