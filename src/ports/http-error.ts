/** Why no answer arrived. Whether the request had an effect is unknown for every code but `unresolved`, `refused` and `tls`. */
export type HttpErrorCode =
  'unresolved' | 'refused' | 'tls' | 'timeout' | 'reset' | 'tooLarge' | 'protocol' | 'aborted' | 'closed';

/** The only error that an `HttpClient` throws. Its message names the origin and what to look at, never a header or a body. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: HttpErrorCode;

  constructor(code: HttpErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
