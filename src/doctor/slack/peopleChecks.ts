import type { WebClient } from '@slack/web-api';
import type { Message } from '../../../formatters/blockKit/message';
import type { BotConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import { toSendFailure } from '../../slack/outbound/apiFailure';
import type { Finding } from '../finding';
import { type NamedId, namedPeople } from './namedPeople';
import { codeOf, probeUnseen } from './slackProbe';

export interface PeopleCheckDeps {
  readonly client: WebClient;
  readonly clock: Clock;
  /** What is scheduled for those who are paged, and taken back at once. */
  readonly probe: Message;
}

/** Whether the people and user groups that the configuration names exist, and who is paged can be reached, without disturbing them. */
export async function checkPeople(config: BotConfig, deps: PeopleCheckDeps): Promise<Finding[]> {
  const { users, groups } = namedPeople(config);
  const asked = await Promise.all(users.map(async (named) => ({ named, is: await look(named.id, deps) })));
  const found = await Promise.all([
    ...asked.map(({ named, is }) => checkPerson(named, is, deps)),
    ...groups.map((named) => checkGroup(named, deps)),
  ]);
  const known = asked.filter(({ is }) => is === 'known').length;
  return [
    ...found.flat(),
    ...(known > 0 ? [{ check: 'people', level: 'ok', is: 'known', count: known } as const] : []),
    ...(asked.some(({ is }) => is === 'not_looked_up')
      ? [{ check: 'people', level: 'ok', is: 'not_looked_up' } as const]
      : []),
  ];
}

type Look = 'known' | 'unknown' | 'deactivated' | 'bot' | 'not_looked_up';

/** Slack's answers that say that there is nobody of this id, or nobody whom the bot may see. */
const UNKNOWN = ['user_not_found', 'user_not_visible'];

async function look(user: string, { client }: PeopleCheckDeps): Promise<Look> {
  try {
    const { user: found } = await client.users.info({ user });
    if (found?.deleted === true) return 'deactivated';
    return found?.is_bot === true ? 'bot' : 'known';
  } catch (error) {
    const failure = toSendFailure(error);
    return failure.kind === 'rejected' && UNKNOWN.includes(failure.code) ? 'unknown' : 'not_looked_up';
  }
}

async function checkPerson(
  { id: user, setting, isPaged }: NamedId,
  is: Look,
  { client, clock, probe }: PeopleCheckDeps,
): Promise<Finding[]> {
  const level = isPaged ? 'error' : 'warning';
  if (is === 'unknown' || is === 'deactivated' || is === 'bot')
    return [{ check: 'person', level, is, user, setting }];
  if (!isPaged) return [];
  const probed = await probeUnseen(client, { to: user, probe, now: clock.now() });
  if (probed.kind === 'done') return [{ check: 'person', level: 'ok', is: 'reachable', user, setting }];
  if (probed.kind === 'left')
    return [{ check: 'person', level: 'warning', is: 'left_scheduled', user, setting }];
  const failed = probed.kind === 'rejected' ? 'unreachable' : 'no_answer';
  return [{ check: 'person', level, is: failed, user, setting, code: codeOf(probed) }];
}

async function checkGroup({ id: group, setting }: NamedId, { client }: PeopleCheckDeps): Promise<Finding[]> {
  try {
    const { users = [] } = await client.usergroups.users.list({ usergroup: group });
    const level = users.length > 0 ? 'ok' : 'warning';
    return [{ check: 'group', level, is: 'members', group, setting, members: users.length }];
  } catch (error) {
    const code = codeOf(toSendFailure(error));
    // Who needs the scope is told by the scopes; to mention a group none is needed.
    if (code === 'missing_scope') return [];
    return [{ check: 'group', level: 'warning', is: 'unreadable', group, setting, code }];
  }
}
