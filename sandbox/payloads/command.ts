import type { Core } from '../core';
import type { JsonObject } from '../json';
import type { Channel, Person } from '../world/model';
import { VERIFICATION_TOKEN } from './common';

/** A slash command as Slack sends it. */
export function commandPayload(
  core: Core,
  command: string,
  text: string,
  person: Person,
  channel: Channel,
): JsonObject {
  return {
    token: VERIFICATION_TOKEN,
    team_id: core.world.team.id,
    team_domain: core.world.team.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: core.app.id,
    is_enterprise_install: 'false',
    response_url: `${core.url}${core.responseUrls.issue('commands', person.id, channel.id)}`,
    trigger_id: core.triggers.issue(person.id),
  };
}
