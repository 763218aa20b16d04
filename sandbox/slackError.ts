import type { JsonObject } from './json';

/** A refusal in Slack's own words: `{ ok: false, error: code, ...details }`. */
export class SlackError extends Error {
  override readonly name = 'SlackError';

  constructor(
    readonly code: string,
    readonly details: JsonObject = {},
  ) {
    super(code);
  }

  /** The body Slack answers with. */
  get body(): JsonObject {
    return { ok: false, error: this.code, ...this.details };
  }
}

/** A refusal that says which places of the request are wrong, in both of the ways Slack says it. */
export function refusalWithReasons(code: string, reasons: readonly string[]): SlackError {
  return new SlackError(code, {
    errors: [...reasons],
    response_metadata: { messages: reasons.map((reason) => `[ERROR] ${reason}`) },
  });
}
