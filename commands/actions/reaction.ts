import { refusalMessage } from '../../formatters';
import { type CommandDeps, type CommandResponse, ephemeral } from '../command';
import { authorize } from '../lib/authorize';

/** The message that somebody reacted to. */
export interface ReactedMessage {
  readonly channel: string;
  readonly ts: string;
}

/**
 * 👀 on the message of an open alert acknowledges it, as its button does. Whoever reacts to what is over, or acknowledged,
 * wants nothing. `unknown` where no alert is known to have that message.
 */
export async function acknowledgeByReaction(
  { channel, ts }: ReactedMessage,
  deps: CommandDeps,
): Promise<CommandResponse | 'unknown' | null> {
  const { alerts, requester } = deps;
  const incident = alerts === null ? null : await alerts.incidentAt(channel, ts);
  if (alerts === null || incident === null) return 'unknown';
  if (incident.closedAt !== null || incident.state === 'acknowledged') return null;
  const denial = await authorize('responder', deps);
  if (denial !== null) return ephemeral(denial);
  const acted = await alerts.act({
    kind: 'acknowledge',
    incidentId: incident.id,
    userId: requester.userId,
  });
  const mustBeSaid = acted.kind === 'refused' && ['conflict', 'not_ready'].includes(acted.refusal.kind);
  return mustBeSaid ? ephemeral(refusalMessage(acted.refusal)) : null;
}
