import type { Core } from '../core';
import { requestFor } from '../delivery/httpMode';
import { signedHeaders } from '../delivery/signature';
import { commandPayload } from '../payloads/command';
import { type Place, whoAndWhere } from './names';

/** A request as Slack, or somebody who would like to be taken for Slack, posts it. */
export interface SlackRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** How to sign it. */
export interface Signing {
  /** Seconds since 1970; the sandbox's present time unless given. */
  readonly timestampS?: number;
  /** The sandbox's signing secret unless given. */
  readonly secret?: string;
}

/** A slash command as a signed request that has not been sent: to be altered, and sent as often as one likes. */
export function commandRequest(
  core: Core,
  url: string,
  command: string,
  text: string,
  place: Place,
  { timestampS, secret }: Signing,
): SlackRequest {
  const { person, channel } = whoAndWhere(core, place);
  const payload = commandPayload(core, command, text, person, channel);
  const request = requestFor(core, url, 'slash_commands', payload, 0);
  const signed = signedHeaders(
    secret ?? core.tokens.signingSecret,
    request.body,
    timestampS ?? Math.floor(core.timers.now().getTime() / 1000),
  );
  return { ...request, headers: { ...request.headers, ...signed } };
}
