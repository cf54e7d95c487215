/** Which of the secrets are in `shown`, in any form in which programs write them: as they are, in JSON, in Base64, in a URL. */
export function leaksIn(shown: string, secrets: readonly string[]): readonly string[] {
  return secrets.flatMap((secret) =>
    Object.entries(formsOf(secret))
      .filter(([, text]) => shown.includes(text))
      .map(([form]) => `${secret}, ${form}`),
  );
}

function formsOf(secret: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(secret);
  return {
    'as it is': secret,
    'in JSON': JSON.stringify(secret).slice(1, -1),
    'in Base64': bytes.toString('base64').replace(/=+$/, ''),
    'in Base64 for URLs': bytes.toString('base64url'),
    'in hexadecimal': bytes.toString('hex'),
    'in a URL': encodeURIComponent(secret),
    'in a form': new URLSearchParams({ q: secret }).toString().slice(2),
    'in HTML': secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  };
}
