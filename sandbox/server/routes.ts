import type { IncomingMessage } from 'node:http';
import type { Core } from '../core';
import type { JsonObject } from '../json';
import { SlackError } from '../slackError';
import { answerTo, callerWith, neededScope, scopesOf } from '../webApi/call';
import { handleRequest, type RequestResult, refusal } from './handleRequest';
import type { Answer } from './http';
import { argumentsIn } from './http';

/** Answers a call of a Web API method, and writes it down. */
export async function serveMethod(
  core: Core,
  method: string,
  request: IncomingMessage,
  body: string,
): Promise<RequestResult> {
  const at = core.timers.now();
  const given = argumentsIn(request, body);
  const { token: inBody, ...args } = given ?? {};
  const caller = callerWith(core, bearerIn(request) ?? (typeof inBody === 'string' ? inBody : null));
  const result = await handleRequest(core, method, args, () => {
    if (given === null) return { status: 200, body: { ok: false, error: 'invalid_json' } };
    return attempt(() => ({ status: 200, body: answerTo(core, method, caller, args) }));
  });
  const needed = neededScope(core, method, args);
  const answer: Answer = {
    ...result.answer,
    headers: {
      'x-oauth-scopes': scopesOf(core, caller).join(','),
      ...(needed === null ? {} : { 'x-accepted-oauth-scopes': needed }),
      ...result.answer.headers,
    },
  };
  core.journal.add({ kind: 'api', at, method, args, ...outcome(result) });
  return { ...result, answer };
}

/** Answers a post to a `response_url`, and writes it down. */
export async function serveResponseUrl(
  core: Core,
  path: string,
  request: IncomingMessage,
  body: string,
): Promise<RequestResult> {
  const at = core.timers.now();
  const args = argumentsIn(request, body) ?? {};
  const result = await handleRequest(core, 'response_url', args, () =>
    attempt(() => {
      core.responseUrls.use(path, args);
      return { status: 200, body: 'ok' };
    }, statusOfRefusal),
  );
  core.journal.add({ kind: 'response_url', at, url: `${core.url}${path}`, args, ...outcome(result) });
  return result;
}

function outcome(result: RequestResult): {
  status: number;
  body: JsonObject | string;
  carriedOut: boolean;
  answered: boolean;
} {
  return {
    status: result.answer.status,
    body: result.answer.body,
    carriedOut: result.carriedOut,
    answered: result.answered,
  };
}

function statusOfRefusal(code: string): number {
  return ['no_service', 'expired_url', 'used_url'].includes(code) ? 404 : 400;
}

function attempt(carryOut: () => Answer, statusOf: (code: string) => number = () => 200): Answer {
  try {
    return carryOut();
  } catch (error) {
    if (error instanceof SlackError) return refusal(error, statusOf(error.code));
    throw error;
  }
}

function bearerIn(request: IncomingMessage): string | null {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}
