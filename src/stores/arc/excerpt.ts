const longest = 100;

/**
 * The beginning of a foreign text, fit for a message: one line of at most 100 printable ASCII characters, without `secret`
 * as it is, in Base64 or as part of a URL.
 */
export function excerpt(text: string, secret = ''): string {
  // Before the cut: half of a token would not be found any more.
  const harmless = formsOf(secret).reduce((rest, form) => rest.replaceAll(form, '***'), printable(text));
  return harmless.length <= longest ? harmless : `${harmless.slice(0, longest - 3)}...`;
}

function printable(text: string): string {
  return text.replace(/[^\x21-\x7e]+/g, ' ').trim();
}

/** The longest first: one may be a part of another. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64');
  const forms = [
    printable(secret),
    base64,
    base64.replace(/=+$/, ''),
    bytes.toString('base64url'),
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams([[secret, '']]).toString().slice(0, -1),
  ];
  return [...new Set(forms)].filter((form) => form !== '').toSorted((a, b) => b.length - a.length);
}
