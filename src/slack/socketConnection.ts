import { setTimeout as delay } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../logger';
import { backoffMs } from './backoff';
import { asTokenError, SlackTokenError } from './slackErrors';

/** A connection that Slack has not greeted by then is given up and tried anew. */
const GREETING_LIMIT_MS = 15_000;
/** The peer may never complete the closing handshake. */
const CLOSE_LIMIT_MS = 2_000;

type SocketModeClient = SocketModeReceiver['client'];

/**
 * Keeps a Socket Mode connection. The client's own reconnecting is off: it waits 5 s even when Slack only moves the
 * connection, and ends in an unhandled rejection when apps.connections.open fails once on the network
 * (@slack/socket-mode 3.1).
 */
export class SocketConnection {
  private readonly stopping = new AbortController();
  private keeping: Promise<void> = Promise.resolve();
  private connected = false;

  constructor(
    private readonly client: SocketModeClient,
    private readonly log: Logger,
  ) {}

  get isConnected(): boolean {
    return this.connected;
  }

  /** Resolves once connected, however many tries that takes; from then on stays connected. Throws SlackTokenError. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.keeping = this.keepConnected(resolve, reject);
    });
  }

  /** Closes the connection and does not open another. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const closed = Promise.all([this.client.disconnect(), this.keeping]);
    await Promise.race([closed, delay(CLOSE_LIMIT_MS, null, { ref: false })]);
  }

  private async keepConnected(onFirst: () => void, onRefused: (error: Error) => void): Promise<void> {
    let everConnected = false;
    for (let failures = 0; !this.stopping.signal.aborted; ) {
      try {
        const ended = this.nextEnd();
        await this.connect();
        // A connection that was under way when the bot stopped is not kept.
        if (this.stopping.signal.aborted) return void (await this.client.disconnect());
        failures = 0;
        everConnected = true;
        onFirst();
        await ended;
        if (!this.stopping.signal.aborted) this.log.info('the connection to Slack ended; connecting again');
      } catch (error) {
        const cause = asTokenError(error, 'SLACK_APP_TOKEN');
        if (cause instanceof SlackTokenError && !everConnected) return onRefused(cause);
        failures += 1;
        await this.waitToRetry(cause, failures);
      }
    }
  }

  /** Resolves once Slack has greeted. */
  private async connect(): Promise<void> {
    const greeted = this.client.start();
    const tooLate = delay(GREETING_LIMIT_MS, 'too late' as const, { ref: false });
    if ((await Promise.race([greeted, tooLate])) === 'too late') {
      greeted.catch(() => {});
      await this.client.disconnect();
      throw new Error(`Slack did not greet the connection within ${GREETING_LIMIT_MS / 1000} s`);
    }
    this.connected = true;
  }

  /** Resolves when the connection to come has ended. */
  private nextEnd(): Promise<void> {
    return new Promise((resolve) => {
      this.client.once('disconnected', () => {
        this.connected = false;
        resolve();
      });
    });
  }

  private async waitToRetry(error: unknown, failures: number): Promise<void> {
    const waitMs = backoffMs(failures);
    this.log.warn({ reason: String(error), failures, waitMs }, 'no connection to Slack; trying again');
    await delay(waitMs, null, { signal: this.stopping.signal }).catch(() => {});
  }
}
