import type { JsonObject } from './json';

/**
 * What shall go wrong with a call. `delayMs` may stand beside the others; of these, one.
 * Nothing is carried out, except where the name says so.
 */
export interface Fault {
  /** Wait so long first. */
  readonly delayMs?: number;
  /** 429 with `Retry-After`, after which Slack would take the call again. */
  readonly ratelimited?: true;
  /** Seconds, for `Retry-After`; 1 unless given. */
  readonly retryAfterS?: number;
  /** Answer with this HTTP status, such as 500 or 503. */
  readonly status?: number;
  /** Answer `{ ok: false, error }`. */
  readonly error?: string;
  /** Close the connection in place of an answer. */
  readonly drop?: true;
  /** Carry the call out, then close the connection in place of an answer. */
  readonly acceptThenDrop?: true;
  /** Carry the call out, then answer with this HTTP status. */
  readonly acceptThenStatus?: number;
}

/** How long a fault lasts: for so many calls (`times`), or until it is cleared; and for which calls (`when`). */
export interface FaultOptions {
  readonly times?: number;
  readonly when?: (args: JsonObject) => boolean;
}

interface ActiveFault extends FaultOptions {
  readonly route: string;
  readonly fault: Fault;
  left: number;
}

/** The faults that wait for their calls, the first given first. */
export class Faults {
  #active: ActiveFault[] = [];

  /** Returns a function that clears this fault. */
  add(route: string, fault: Fault, options: FaultOptions = {}): () => void {
    const active: ActiveFault = { route, fault, ...options, left: options.times ?? Number.POSITIVE_INFINITY };
    this.#active.push(active);
    return () => {
      this.#active = this.#active.filter((one) => one !== active);
    };
  }

  /** Clears the faults of a route, or all. */
  clear(route?: string): void {
    this.#active = route === undefined ? [] : this.#active.filter((one) => one.route !== route);
  }

  /** The fault that meets this call, used up by one; null when it goes well. */
  take(route: string, args: JsonObject): Fault | null {
    const met = this.#active.find(
      (one) => (one.route === route || one.route === '*') && (one.when === undefined || one.when(args)),
    );
    if (met === undefined) return null;
    met.left -= 1;
    if (met.left <= 0) this.#active = this.#active.filter((one) => one !== met);
    return met.fault;
  }
}
