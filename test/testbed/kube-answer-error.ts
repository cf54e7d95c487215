/** The API server answered, and refused. */
export class KubeAnswerError extends Error {
  override readonly name = 'KubeAnswerError';
  /** HTTP status. */
  readonly status: number;
  /** `NotFound`, `Conflict`, `Expired`, …; empty when the server gave none. */
  readonly reason: string;

  constructor(method: string, path: string, status: number, body: string) {
    const answer = statusOf(body);
    super(`${method} ${path}: ${status} ${answer.message ?? body.slice(0, 500)}`);
    this.status = status;
    this.reason = answer.reason ?? '';
  }
}

function statusOf(body: string): { message?: string; reason?: string } {
  try {
    return JSON.parse(body) as { message?: string; reason?: string };
  } catch {
    return {};
  }
}
