import type { Core } from '../core';
import type { JsonObject } from '../json';
import { SlackError } from '../slackError';
import type { Answer } from './http';

/** What became of a request: its answer, whether it took effect, and whether the caller is to hear of it. */
export interface RequestResult {
  readonly answer: Answer;
  readonly carriedOut: boolean;
  readonly answered: boolean;
}

/** Carries a request out, or lets the fault that waits for it happen. */
export async function handleRequest(
  core: Core,
  route: string,
  args: JsonObject,
  carryOut: () => Answer,
): Promise<RequestResult> {
  const fault = core.faults.take(route, args);
  if (fault === null) return taken(carryOut());
  if (fault.delayMs !== undefined) await pause(core, fault.delayMs);
  if (fault.drop)
    return { answer: refusal(new SlackError('connection_dropped')), carriedOut: false, answered: false };
  if (fault.ratelimited) return refused(tooManyRequests(fault.retryAfterS ?? 1));
  if (fault.status !== undefined)
    return refused({ status: fault.status, body: 'The sandbox was told to fail.' });
  if (fault.error !== undefined) return refused(refusal(new SlackError(fault.error)));
  const result = taken(carryOut());
  if (fault.acceptThenDrop) return { ...result, answered: false };
  if (fault.acceptThenStatus === undefined) return result;
  return { ...result, answer: { status: fault.acceptThenStatus, body: 'The sandbox was told to fail.' } };
}

/** The answer that says what was refused; one for too many requests says when to come again. */
export function refusal(error: SlackError, status = 200): Answer {
  if (error.code !== 'ratelimited') return { status, body: error.body };
  const { retryAfterS } = error.details;
  return tooManyRequests(typeof retryAfterS === 'number' ? retryAfterS : 1);
}

function tooManyRequests(retryAfterS: number): Answer {
  return {
    status: 429,
    headers: { 'retry-after': String(retryAfterS) },
    body: { ok: false, error: 'ratelimited' },
  };
}

function taken(answer: Answer): RequestResult {
  const refusedByMethod = typeof answer.body !== 'string' && answer.body.ok === false;
  return { answer, carriedOut: !refusedByMethod, answered: true };
}

function refused(answer: Answer): RequestResult {
  return { answer, carriedOut: false, answered: true };
}

function pause(core: Core, ms: number): Promise<void> {
  return new Promise((resolve) => core.timers.after(ms, resolve));
}
