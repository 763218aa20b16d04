import { performance } from 'node:perf_hooks';
import { stringify } from 'node:querystring';
import { PROTOCOL_LIMITS } from '../../formatters/blockKit/slackLimits';
import type { Core } from '../core';
import type { EnvelopeRecord } from '../journal';
import { isJsonObject, type JsonObject, parsedJson } from '../json';
import { type Delivery, failed, type Transport } from './envelope';
import { type HttpReply, post } from './post';
import { signedHeaders } from './signature';

/** The HTTP side of Slack: signed requests to the app's request URL. */
export class HttpMode implements Transport {
  readonly name = 'http';
  readonly #core: Core;
  readonly #underWay = new Set<AbortController>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** Ends every request that is under way. */
  stop(): void {
    for (const abort of this.#underWay) abort.abort();
  }

  async deliver(record: EnvelopeRecord): Promise<Delivery> {
    const { request } = record;
    if (request === null) return failed('dispatch_failed');
    const abort = new AbortController();
    this.#underWay.add(abort);
    const cancel = this.#core.timers.after(PROTOCOL_LIMITS.ackMs, () => abort.abort());
    const sentMs = performance.now();
    try {
      const reply = await post(request.url, request.headers, request.body, abort.signal);
      if (reply.status < 200 || reply.status > 299) return failed('http_service_error');
      return { ackMs: performance.now() - sentMs, ackBody: bodyOf(reply), failure: null };
    } catch {
      return failed(abort.signal.aborted ? 'operation_timeout' : 'dispatch_failed');
    } finally {
      cancel();
      this.#underWay.delete(abort);
    }
  }
}

/** The request that carries this payload: a form for commands, `payload=` for interactions, JSON for events. */
export function requestFor(
  core: Core,
  url: string,
  type: EnvelopeRecord['type'],
  payload: JsonObject,
  attempt: number,
): NonNullable<EnvelopeRecord['request']> {
  const body = bodyFor(type, payload);
  const timestampS = Math.floor(core.timers.now().getTime() / 1000);
  return {
    url,
    body,
    headers: {
      'content-type': type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...signedHeaders(core.tokens.signingSecret, body, timestampS),
      ...(attempt > 0
        ? { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': 'http_timeout' }
        : {}),
    },
  };
}

function bodyFor(type: EnvelopeRecord['type'], payload: JsonObject): string {
  if (type === 'slash_commands') {
    return stringify(Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)])));
  }
  return type === 'interactive' ? stringify({ payload: JSON.stringify(payload) }) : JSON.stringify(payload);
}

function bodyOf(reply: HttpReply): JsonObject | string | null {
  if (reply.body === '') return null;
  const json = reply.contentType.startsWith('application/json') ? parsedJson(reply.body) : undefined;
  if (!isJsonObject(json)) return reply.body;
  return Object.keys(json).length > 0 ? json : null;
}
