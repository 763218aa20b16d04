import { randomUUID } from 'node:crypto';
import type { Delivery, EnvelopeRecord, Sandbox, SlackRequest } from '../../sandbox';
import type { JsonObject } from '../../sandbox/json';
import { signedAnew } from './signedRequests';

/** As whom and where `signedCommand` is typed; what it says is changed afterwards. */
const ANYBODY = { user: 'operator', channel: 'ops' };

/** A request that is signed as Slack signs, with this body. */
function signed(slack: Sandbox, body: string): SlackRequest {
  const request = slack.signedCommand('/arb-status', '', ANYBODY);
  return signedAnew(request, body, slack.tokens.signingSecret);
}

/** A slash command with other fields than Slack would send; null leaves one out. Goes where `sendTo` says. */
export function commandWith(
  slack: Sandbox,
  command: string,
  text: string,
  fields: Readonly<Record<string, string | null>>,
): SlackRequest {
  const body = new URLSearchParams(slack.signedCommand(command, text, ANYBODY).body);
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) body.delete(name);
    else body.set(name, value);
  }
  return signed(slack, body.toString());
}

/** The request of an interaction, with a trigger_id of its own. Goes where `sendTo` says. */
export function interactionWith(slack: Sandbox, payload: JsonObject): SlackRequest {
  const fresh = { trigger_id: randomUUID(), ...payload };
  return signed(slack, new URLSearchParams({ payload: JSON.stringify(fresh) }).toString());
}

/** Sends the payload over Socket Mode, as Slack would; resolves to what became of it. */
export const sendEnvelope = (
  slack: Sandbox,
  type: EnvelopeRecord['type'],
  payload: JsonObject,
): Promise<Delivery> =>
  slack.repeat({
    kind: 'envelope',
    at: new Date(0),
    transport: 'socket',
    type,
    envelopeId: randomUUID(),
    payload,
    attempt: 0,
    ackMs: null,
    ackBody: null,
    failure: null,
    request: null,
  });

/** A press on a button in #trading-alerts, as Slack tells of it. */
export function pressPayload(
  slack: Sandbox,
  action: JsonObject,
  { userId = 'U0OPERATOR', teamId = slack.world.team.id }: { userId?: string; teamId?: string } = {},
): JsonObject {
  return {
    type: 'block_actions',
    user: { id: userId, username: 'somebody', name: 'somebody', team_id: teamId },
    api_app_id: 'A0SANDBOX',
    team: { id: slack.world.team.id, domain: slack.world.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    container: { type: 'message', message_ts: '1.000001', channel_id: 'C0ALERTS', is_ephemeral: false },
    channel: { id: 'C0ALERTS', name: 'trading-alerts' },
    state: { values: {} },
    // Nobody was given this one; what is posted there stands in the journal.
    response_url: `${slack.url}/actions/T0SANDBOX/1/2`,
    actions: [{ type: 'button', block_id: 'b', action_ts: '1.000002', ...action }],
  };
}
