import { randomUUID } from 'node:crypto';
import { PROTOCOL_LIMITS } from '../../formatters/blockKit/slackLimits';
import type { Core } from '../core';
import type { EnvelopeRecord } from '../journal';
import type { JsonObject } from '../json';
import type { Delivery, Transport } from './envelope';
import { HttpMode, requestFor } from './httpMode';
import type { SocketMode } from './socketMode';

/** Slack waits this long before it sends an event once more: at once, then a minute, then five. */
const RETRY_AFTER_MS = [0, 60_000, 300_000];

/** Whatever Slack sends to the app goes through here: over Socket Mode, or to a request URL once there is one. */
export class AppLink {
  /** Where requests go; null means Socket Mode. */
  requestUrl: string | null = null;
  readonly #core: Core;
  readonly #socketMode: SocketMode;
  readonly #httpMode: HttpMode;

  constructor(core: Core, socketMode: SocketMode) {
    this.#core = core;
    this.#socketMode = socketMode;
    this.#httpMode = new HttpMode(core);
  }

  /** Ends what is under way over HTTP. */
  stop(): void {
    this.#httpMode.stop();
  }

  /** Sends a command or an interaction, once. */
  send(type: 'slash_commands' | 'interactive', payload: JsonObject): Promise<Delivery> {
    return this.#attempt(type, payload, 0);
  }

  /** Sends an event; resolves to what became of the first attempt. Up to three more follow while nobody acknowledges. */
  sendEvent(payload: JsonObject, attempt = 0): Promise<Delivery> {
    return this.#attempt('events_api', payload, attempt, ({ failure }) => {
      if (failure === null || attempt >= PROTOCOL_LIMITS.eventRetries) return;
      this.#core.timers.after(RETRY_AFTER_MS[attempt] ?? 0, () => void this.sendEvent(payload, attempt + 1));
    });
  }

  /** Sends an earlier envelope or request again, exactly as it was. */
  repeat(record: EnvelopeRecord): Promise<Delivery> {
    return this.#deliver({
      ...record,
      at: this.#core.timers.now(),
      ackMs: null,
      ackBody: null,
      failure: null,
    });
  }

  #attempt(
    type: EnvelopeRecord['type'],
    payload: JsonObject,
    attempt: number,
    react?: (delivery: Delivery) => void,
  ): Promise<Delivery> {
    const record: EnvelopeRecord = {
      kind: 'envelope',
      at: this.#core.timers.now(),
      transport: this.#transport.name,
      type,
      envelopeId: randomUUID(),
      payload,
      attempt,
      ackMs: null,
      ackBody: null,
      failure: null,
      request:
        this.requestUrl === null ? null : requestFor(this.#core, this.requestUrl, type, payload, attempt),
    };
    return this.#deliver(record, react);
  }

  /** Reacts before anybody hears of the outcome, so that a listener who moves the clock on meets the next attempt. */
  async #deliver(record: EnvelopeRecord, react?: (delivery: Delivery) => void): Promise<Delivery> {
    this.#core.journal.add(record);
    const delivery = await this.#transport.deliver(record);
    Object.assign(record, delivery);
    react?.(delivery);
    this.#core.journal.changed(record);
    return delivery;
  }

  get #transport(): Transport {
    return this.requestUrl === null ? this.#socketMode : this.#httpMode;
  }
}
