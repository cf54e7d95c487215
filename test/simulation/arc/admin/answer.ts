/** What a handler decides; the server carries it out. */
export type Answer =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'page'; readonly status: number; readonly html: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' };

export function json(status: number, body: unknown): Answer {
  return { kind: 'json', status, body };
}

export function failure(status: number, error: string): Answer {
  return json(status, { error });
}

/** A failure in the shape of Arc's own handlers, which add `success`. */
export function refusal(status: number, error: string): Answer {
  return json(status, { success: false, error });
}

/** Not Arc's: what something in between, or a wrong server, answers. */
export function page(status: number, title: string): Answer {
  const html = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { kind: 'page', status, html };
}

export const hang: Answer = { kind: 'hang' };
export const reset: Answer = { kind: 'reset' };
