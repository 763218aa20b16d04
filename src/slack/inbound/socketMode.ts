import { setTimeout as delay } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import { backoffMs } from '../../lib/backoff';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { asTokenError, SlackTokenError } from '../slackErrors';

/** A connection that Slack has not greeted by then is given up and tried anew. */
const HELLO_TIMEOUT_MS = 15_000;
/** The peer may never complete the closing handshake. */
const CLOSE_LIMIT_MS = 2_000;
/** One that ends sooner counts as a failure, so that a Slack that hangs up on everybody is not asked without pause. */
const MIN_STABLE_MS = 10_000;

type SocketModeClient = SocketModeReceiver['client'];

export type ConnectionToken = symbol;

/**
 * Keeps a Socket Mode connection. The client's own reconnecting is off: it waits 5 s even when Slack only moves the
 * connection, and ends in an unhandled rejection when apps.connections.open fails once on the network
 * (@slack/socket-mode 3.1).
 */
export class SocketConnection {
  private readonly stopping = new AbortController();
  private supervisor: Promise<void> = Promise.resolve();
  /** The connection that there is, greeted or not; null where there is none. */
  private current: ConnectionToken | null = null;
  private greeted = false;
  private everGreeted = false;
  private onEnd: () => void = () => {};

  constructor(
    private readonly client: SocketModeClient,
    private readonly deps: { readonly clock: Clock; readonly log: Logger },
  ) {
    // Heard as they happen: an envelope may be in the same read as the greeting, before any promise has resolved.
    client.on('connecting', () => {
      this.current = Symbol('connection to Slack');
    });
    client.on('connected', () => {
      this.greeted = true;
      this.everGreeted = true;
    });
    client.on('disconnected', () => {
      this.current = null;
      this.greeted = false;
      this.onEnd();
    });
  }

  get isConnected(): boolean {
    return this.greeted;
  }

  /** The connection by which frames come now, equal to itself alone; null where there is none. */
  get token(): ConnectionToken | null {
    return this.current;
  }

  /**
   * Resolves once connected, however many tries that takes; from then on stays connected. Throws SlackTokenError, or
   * AbortError where it is stopped before.
   */
  start(): Promise<void> {
    const { signal } = this.stopping;
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.supervisor = this.supervise(resolve, reject);
    });
  }

  /** Closes the connection and does not open another. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await withinCloseLimit(Promise.all([this.client.disconnect(), this.supervisor]));
  }

  private async supervise(onFirst: () => void, onRefused: (error: Error) => void): Promise<void> {
    const { log } = this.deps;
    for (let failures = 0; !this.stopping.signal.aborted; ) {
      try {
        const livedMs = await this.connection(onFirst);
        if (this.stopping.signal.aborted) return;
        failures = livedMs < MIN_STABLE_MS ? failures + 1 : 0;
        log.info('Socket Mode connection closed; reconnecting');
        if (failures > 1) await this.waitToRetry(new Error('the connections to Slack do not last'), failures);
      } catch (error) {
        const cause = asTokenError(error, 'SLACK_APP_TOKEN');
        if (cause instanceof SlackTokenError && !this.everGreeted) return onRefused(cause);
        failures += 1;
        await this.waitToRetry(cause ?? new Error('the WebSocket could not be opened'), failures);
      }
    }
  }

  /** Opens one connection, and resolves when it has ended: to how long it lasted, in ms. */
  private async connection(onOpen: () => void): Promise<number> {
    const ended = new Promise<void>((resolve) => {
      this.onEnd = resolve;
    });
    await this.waitForHello();
    const openedAt = this.deps.clock.now();
    // The client knows of no stop while it asks Slack where to connect.
    if (this.stopping.signal.aborted) await withinCloseLimit(this.client.disconnect());
    else onOpen();
    await ended;
    return this.deps.clock.now().getTime() - openedAt.getTime();
  }

  /** Resolves once Slack has greeted. */
  private async waitForHello(): Promise<void> {
    const greeted = this.client.start();
    const tooLate = delay(HELLO_TIMEOUT_MS, 'too late' as const, { ref: false });
    if ((await Promise.race([greeted, tooLate])) !== 'too late') return;
    greeted.catch(() => {});
    await this.client.disconnect();
    throw new Error(`Slack did not greet the connection within ${HELLO_TIMEOUT_MS / 1000} s`);
  }

  private async waitToRetry(error: unknown, failures: number): Promise<void> {
    const waitMs = backoffMs(failures);
    this.deps.log.warn({ err: error, failures, waitMs }, 'Socket Mode connection failed; retrying');
    await delay(waitMs, null, { signal: this.stopping.signal }).catch(() => {});
  }
}

const withinCloseLimit = (closing: Promise<unknown>): Promise<unknown> =>
  Promise.race([closing, delay(CLOSE_LIMIT_MS, null, { ref: false })]);
