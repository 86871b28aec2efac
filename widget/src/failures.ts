/** What can go wrong between the browser and the server, one class each. */

/** No answer came, or it broke off: the network, a proxy, or a server that is stopped. */
export class Unreachable extends Error {}

/** The server answered, and said no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Milliseconds that the server asks us to wait; 0 when it does not. */
    readonly retryAfter: number,
  ) {
    super(message);
  }
}

/** The message arrived, and the bot could not answer it. The same id may be sent again. */
export class TurnFailed extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Returns the code that the element's error event carries. */
export function codeOf(error: unknown): string {
  if (error instanceof Refused || error instanceof TurnFailed) return error.code;
  return error instanceof Unreachable ? "unreachable" : "unknown";
}
