import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { PROTOCOL_LIMITS } from '../../formatters/blockKit/slackLimits';
import type { Core } from '../core';
import type { EnvelopeRecord } from '../journal';
import { isJsonObject, type JsonObject, parsedJson } from '../json';
import { type Delivery, failed } from './envelope';

const PING_EVERY_MS = 10_000;
const FAREWELL_MS = 500;
const GOING_AWAY = 1001;

interface Waiting {
  readonly record: EnvelopeRecord;
  readonly sentMs: number;
  readonly settle: (delivery: Delivery) => void;
}

/** One WebSocket of the app. */
export class Connection {
  readonly #core: Core;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, Waiting>();
  #stopPinging: () => void = () => undefined;
  #leaving = false;
  #greeted = false;

  constructor(
    core: Core,
    socket: WebSocket,
    readonly number: number,
    /** The TCP connection below. */
    private readonly wire: Duplex,
  ) {
    this.#core = core;
    this.#socket = socket;
    socket.on('message', (data) => this.#acknowledge(String(data)));
    socket.on('close', () => this.#stopPinging());
    socket.on('error', () => socket.terminate());
  }

  /** True while new envelopes may go this way. */
  get isUsable(): boolean {
    return !this.#leaving && this.#socket.readyState === this.#socket.OPEN;
  }

  /** Says that envelopes may come, and starts to ping. */
  hello(connections: number): void {
    this.#greeted = true;
    this.#send({
      type: 'hello',
      num_connections: connections,
      debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
      connection_info: { app_id: this.#core.app.id },
    });
    this.#ping();
  }

  /** Says hello, where it has not yet, and what `send` sends, all in one TCP write. */
  withHello<T>(connections: number, send: () => T): T {
    if (this.#greeted) return send();
    this.wire.cork();
    this.hello(connections);
    const sent = send();
    this.wire.uncork();
    return sent;
  }

  /** Asks the app to connect anew; past a warning, this connection gets nothing more. */
  disconnect(reason: string): void {
    this.#leaving = reason !== 'warning';
    this.#send({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } });
  }

  /** Ends it with no farewell. */
  cut(): void {
    this.#socket.terminate();
  }

  /**
   * Closes with the proper handshake, and cuts where the other side does not answer. Cutting at once would
   * leave a client that is just closing with a timer of 30 s.
   */
  close(): Promise<void> {
    for (const { settle } of this.#waiting.values()) settle(failed('dispatch_failed'));
    if (this.#socket.readyState === this.#socket.CLOSED) return Promise.resolve();
    return new Promise((resolve) => {
      const impatience = setTimeout(() => this.cut(), FAREWELL_MS);
      this.#socket.on('close', () => {
        clearTimeout(impatience);
        resolve();
      });
      this.#socket.close(GOING_AWAY);
    });
  }

  /** Sends an envelope and waits for its acknowledgement, 3 s at most. One that comes later is written down only. */
  deliver(record: EnvelopeRecord): Promise<Delivery> {
    const sentMs = performance.now();
    return new Promise((resolve) => {
      const cancel = this.#core.timers.after(PROTOCOL_LIMITS.ackMs, () =>
        resolve(failed('operation_timeout')),
      );
      const settle = (delivery: Delivery): void => {
        cancel();
        resolve(delivery);
      };
      this.#waiting.set(record.envelopeId, { record, sentMs, settle });
      this.#send(envelopeOf(record));
    });
  }

  #acknowledge(text: string): void {
    const message = parsedJson(text);
    if (!isJsonObject(message) || typeof message.envelope_id !== 'string') return;
    const waiting = this.#waiting.get(message.envelope_id);
    if (waiting === undefined) return;
    this.#waiting.delete(message.envelope_id);
    const ackMs = performance.now() - waiting.sentMs;
    if (waiting.record.failure !== null) {
      waiting.record.ackMs = ackMs;
      this.#core.journal.changed(waiting.record);
      return;
    }
    waiting.settle({ ackMs, ackBody: bodyOf(message.payload), failure: null });
  }

  #ping(): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.ping();
    this.#stopPinging = this.#core.timers.after(PING_EVERY_MS, () => this.#ping());
  }

  #send(message: JsonObject): void {
    this.#socket.send(JSON.stringify(message));
  }
}

function envelopeOf(record: EnvelopeRecord): JsonObject {
  const isEvent = record.type === 'events_api';
  return {
    envelope_id: record.envelopeId,
    payload: record.payload,
    type: record.type,
    accepts_response_payload: !isEvent,
    ...(isEvent
      ? { retry_attempt: record.attempt, retry_reason: record.attempt === 0 ? '' : 'timeout' }
      : {}),
  };
}

function bodyOf(payload: unknown): JsonObject | string | null {
  if (typeof payload === 'string') return payload;
  return isJsonObject(payload) && Object.keys(payload).length > 0 ? payload : null;
}
