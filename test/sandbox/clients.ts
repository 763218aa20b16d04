import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Sandbox } from '../../sandbox';
import { clientOptionsFor } from './bolt';

/** A real Web API client that tries each call once. */
export function webClient(slack: Sandbox, token: string = slack.tokens.bot): WebClient {
  return new WebClient(token, clientOptionsFor(slack));
}

const refusal = z.looseObject({
  error: z.string(),
  needed: z.string().optional(),
  provided: z.string().optional(),
  response_metadata: z.looseObject({ messages: z.array(z.string()).default([]) }).prefault({}),
});

/** How Slack refused a call. @throws when it did not */
export async function refusalOf(call: Promise<unknown>): Promise<z.infer<typeof refusal>> {
  const outcome = await call.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && outcome.error instanceof WebAPIPlatformError)
    return refusal.parse(outcome.error.data);
  throw new Error(`The call was not refused by Slack: ${JSON.stringify(outcome)}`);
}

/** Posts JSON to a URL, as a bot does to a `response_url`. */
export async function postJson(url: string, body: object): Promise<{ status: number; body: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.text() };
}
