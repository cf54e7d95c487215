import { Agent } from 'undici';
import type { Answer, Question } from './row.ts';

const PATIENCE = 20_000;

export interface Connect {
  /** PEM; default: the authorities that Node.js trusts. */
  readonly ca?: string;
  /** Default: the certificate must name the host. */
  readonly checkServerIdentity?: () => undefined;
}

export interface Request extends Omit<Question, 'method'> {
  readonly method: Question['method'] | 'PUT';
  readonly origin: string;
}

/** Sends one request on a connection of its own; what breaks it, and an end of patience, is an answer `none`. */
export async function send(request: Request, connect: Connect): Promise<Answer> {
  const agent = new Agent({ allowH2: false, connect: { ...connect } });
  try {
    const { statusCode, body } = await agent.request({
      origin: request.origin,
      method: request.method,
      path: request.path,
      headers: request.headers ?? {},
      body: request.content ?? null,
      signal: AbortSignal.timeout(request.patience ?? PATIENCE),
    });
    const text = await body.text();
    return { status: statusCode, body: parsed(text) };
  } catch (error) {
    return { status: 'none', body: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  } finally {
    await agent.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
