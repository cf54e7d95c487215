import type { HttpAnswer, HttpClient, HttpRequest, HttpStream, NotSent } from '../../../src/ports/http.ts';

/** An `HttpClient` that gives one prepared answer to everything and remembers what it was asked. */
export class ScriptedHttp implements HttpClient {
  readonly sent: HttpRequest[] = [];
  readonly #answer: HttpAnswer | NotSent | Error;

  constructor(answer: HttpAnswer | NotSent | Error) {
    this.#answer = answer;
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.sendNow(request, () => true);
    if ('notSent' in answer) throw new Error('send() always sends');
    return answer;
  }

  async sendNow(request: HttpRequest, mayStillSend: () => boolean): Promise<HttpAnswer | NotSent> {
    if (!mayStillSend()) return { notSent: 'tooLate' };
    this.sent.push(request);
    if (this.#answer instanceof Error) throw this.#answer;
    return this.#answer;
  }

  async stream(): Promise<HttpStream> {
    throw new Error('the Arc driver streams nothing');
  }

  async close(): Promise<void> {}
}

/** An answer with `body` as JSON, or as it is where it is text or bytes. */
export function answered(status: number, body: unknown): HttpAnswer {
  const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(textOf(body));
  return { status, headers: {}, body: bytes };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
