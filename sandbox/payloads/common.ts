import type { Core } from '../core';
import type { JsonObject } from '../json';
import type { Channel, Person } from '../world/model';

/** Slack's old verification token, which every payload still carries. */
export const VERIFICATION_TOKEN = 'sandbox-verification-token';

/** The person and the workspace, as interaction payloads name them. */
export function whoJson(core: Core, person: Person): JsonObject {
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: core.world.team.id },
    api_app_id: core.app.id,
    token: VERIFICATION_TOKEN,
    team: { id: core.world.team.id, domain: core.world.team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** The channel, as interaction payloads name it. */
export function whereJson(channel: Channel): JsonObject {
  return { id: channel.id, name: channel.name };
}
