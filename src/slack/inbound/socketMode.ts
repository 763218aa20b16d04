import { setTimeout as delay } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import { backoffMs } from '../../lib/backoff';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { asTokenError, SlackTokenError } from '../slackErrors';

/** A connection without Slack's `hello` by then is given up. */
const HELLO_TIMEOUT_MS = 15_000;
/** The peer may never complete the closing handshake. */
const CLOSE_LIMIT_MS = 2_000;
/** A connection that ends sooner counts as a failure: a Slack that hangs up on everybody is asked with pauses. */
const MIN_STABLE_MS = 10_000;

/**
 * Keeps a Socket Mode connection. The client's own reconnect logic is off (@slack/socket-mode 3.1): it waits 5 s even
 * when Slack only moves the connection, and rejects unhandled where reconnecting fails
 * (https://github.com/slackapi/node-slack-sdk/issues/2656, fixed by pull request 2657). Delete this class when a release
 * has that fix, and reconnects at once.
 */
export class SocketConnection {
  private readonly stopping = new AbortController();
  private supervisor: Promise<void> = Promise.resolve();
  private current: symbol | null = null;
  private ready = false;
  private wasEverReady = false;
  private onEnd: () => void = () => {};

  constructor(
    private readonly client: SocketModeReceiver['client'],
    private readonly deps: { readonly clock: Clock; readonly log: Logger },
  ) {
    // Set as it happens: an envelope may be in the same read as the hello, before any promise has resolved.
    client.on('connecting', () => {
      this.current = Symbol('connection to Slack');
    });
    client.on('connected', () => {
      this.ready = true;
      this.wasEverReady = true;
    });
    client.on('disconnected', () => {
      this.current = null;
      this.ready = false;
      this.onEnd();
    });
  }

  get isConnected(): boolean {
    return this.ready;
  }

  /** Identifies the connection by which frames come now; null where there is none. */
  get token(): symbol | null {
    return this.current;
  }

  /**
   * Resolves once connected, however many attempts that takes; from then on stays connected. Throws SlackTokenError, or
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

  private async supervise(onConnected: () => void, onRejected: (error: Error) => void): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; ) {
      try {
        const lastedMs = await this.connectOnce(onConnected);
        if (signal.aborted) return;
        failures = lastedMs < MIN_STABLE_MS ? failures + 1 : 0;
        this.deps.log.info('Socket Mode connection closed; reconnecting');
        if (failures > 1) await this.pause(new Error('the connections to Slack do not last'), failures);
      } catch (error) {
        const cause = asTokenError(error, 'SLACK_APP_TOKEN');
        if (cause instanceof SlackTokenError && !this.wasEverReady) return onRejected(cause);
        failures += 1;
        await this.pause(cause ?? new Error('the WebSocket could not be opened'), failures);
      }
    }
  }

  /** Opens one connection, and resolves when it has ended: to how long it lasted, in ms. */
  private async connectOnce(onConnected: () => void): Promise<number> {
    const { clock } = this.deps;
    const ended = new Promise<void>((resolve) => {
      this.onEnd = resolve;
    });
    await this.waitForHello();
    const openedMs = clock.monotonicMs();
    // The client knows of no stop while it asks Slack where to connect.
    if (this.stopping.signal.aborted) await withinCloseLimit(this.client.disconnect());
    else onConnected();
    await ended;
    return clock.monotonicMs() - openedMs;
  }

  private async waitForHello(): Promise<void> {
    const hello = this.client.start();
    const tooLate = delay(HELLO_TIMEOUT_MS, 'too late' as const, { ref: false });
    if ((await Promise.race([hello, tooLate])) !== 'too late') return;
    hello.catch(() => {});
    await this.client.disconnect();
    throw new Error(`no hello from Slack within ${HELLO_TIMEOUT_MS / 1000} s`);
  }

  private async pause(error: unknown, failures: number): Promise<void> {
    const waitMs = backoffMs(failures);
    this.deps.log.warn({ err: error, failures, waitMs }, 'Socket Mode connection failed; retrying');
    await delay(waitMs, null, { signal: this.stopping.signal }).catch(() => {});
  }
}

const withinCloseLimit = (closing: Promise<unknown>): Promise<unknown> =>
  Promise.race([closing, delay(CLOSE_LIMIT_MS, null, { ref: false })]);
