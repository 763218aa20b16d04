import type { Logger } from '../lib/logger';
import { sameHostRedirect } from '../lib/redirect';

export interface DeadmanPingDeps {
  /** A secret: whoever knows it can keep the monitoring service quiet. Null: nothing is pinged now. */
  readonly url: () => string | null;
  readonly log: Logger;
  /** How long a ping may take, in ms. Default: 5000. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const MOST_REDIRECTS = 3;

/** Pings a service that alerts somebody once the pings stay away. */
export class DeadmanPing {
  private isStopping = false;
  private sending = new AbortController();
  private inFlight: Promise<void> | null = null;
  private isFailing = false;

  constructor(private readonly deps: DeadmanPingDeps) {}

  /** Pings, unless that is still being done. Never rejects, and nothing waits for it. */
  ping(): void {
    const url = this.deps.url();
    if (this.isStopping || url === null) return;
    this.inFlight ??= this.attempt(url).finally(() => {
      this.inFlight = null;
    });
  }

  /** Ends the ping under way. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.sending.abort();
    await this.inFlight;
  }

  private async attempt(url: string): Promise<void> {
    const { log } = this.deps;
    try {
      await this.send(url);
      if (this.isFailing) log.info('health-check ping recovered');
      this.isFailing = false;
    } catch (error) {
      if (this.isFailing || this.isStopping) return;
      this.isFailing = true;
      log.warn({ reason: reasonOf(error) }, 'health-check ping failed; retrying after each check');
    }
  }

  private async send(url: string): Promise<void> {
    const { timeoutMs = TIMEOUT_MS } = this.deps;
    // Of its own for each ping: what AbortSignal.any adds to a signal that lives on, Node 20 never removes.
    const sending = new AbortController();
    this.sending = sending;
    const limit = setTimeout(() => sending.abort(new PingError('no answer in time')), timeoutMs);
    try {
      await this.get(url, sending.signal);
    } finally {
      clearTimeout(limit);
    }
  }

  private async get(url: string, signal: AbortSignal): Promise<void> {
    let next = new URL(url);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await fetch(next, { redirect: 'manual', signal });
      await response.body?.cancel();
      if (response.ok) return;
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null)
        throw new PingError(`HTTP ${response.status}`);
      const redirected = sameHostRedirect(next, location);
      if (redirected === null) throw new PingError('a redirect to another host is not followed');
      next = redirected;
    }
    throw new PingError('too many redirects');
  }
}

class PingError extends Error {}

/** In words that hold nothing of the address. */
function reasonOf(error: unknown): string {
  if (error instanceof PingError) return error.message;
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : 'it could not be sent';
}
