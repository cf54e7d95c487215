const longest = 100;

/** The beginning of a foreign text, fit for a message: one line of at most 100 printable ASCII characters, without `secret`. */
export function excerpt(text: string, secret = ''): string {
  const printable = text.replace(/[^\x21-\x7e]+/g, ' ').trim();
  // Before the cut: half of a token would not be found any more.
  const harmless = secret === '' ? printable : printable.replaceAll(secret, '***');
  return harmless.length <= longest ? harmless : `${harmless.slice(0, longest - 3)}...`;
}
