import type { Channel, Person, UserGroup } from './model';

/** The app's own user. */
export const BOT_USER: Person = {
  id: 'U0ARBWATCH',
  name: 'arbwatch',
  realName: 'arbwatch',
  locale: 'en-US',
  timeZone: 'UTC',
  isBot: true,
};

/** Slack's own voice, which tells of commands that failed. */
export const SLACKBOT: Person = {
  id: 'USLACKBOT',
  name: 'slackbot',
  realName: 'Slackbot',
  locale: 'en-US',
  timeZone: 'UTC',
  isBot: true,
};

/** The people of a fresh workspace. */
export const PEOPLE: readonly Person[] = [
  person('U0OPERATOR', 'operator', 'Olive Operator', 'en-US', 'Europe/Berlin'),
  person('U0VIEWER', 'viewer', 'Vic Viewer', 'en-GB', 'America/New_York'),
  person('U0STRANGER', 'stranger', 'Sam Stranger', 'en-US', 'UTC'),
  person('U0SEOUL', 'seoul', '김서울', 'ko-KR', 'Asia/Seoul'),
];

/** The user groups of a fresh workspace. */
export const USER_GROUPS: readonly UserGroup[] = [{ id: 'S0ONCALL', members: ['U0OPERATOR', 'U0SEOUL'] }];

/** The channels of a fresh workspace. The bot is in the first two, not in `lounge`; `old-desk` is archived. */
export const CHANNELS: readonly Channel[] = [
  channel('C0OPS', 'ops', { withBot: true }),
  channel('C0ALERTS', 'trading-alerts', { withBot: true }),
  channel('C0LOUNGE', 'lounge', { withBot: false }),
  channel('C0OLDDESK', 'old-desk', { withBot: true, isArchived: true }),
];

function person(id: string, name: string, realName: string, locale: string, timeZone: string): Person {
  return { id, name, realName, locale, timeZone, isBot: false };
}

function channel(
  id: string,
  name: string,
  { withBot, isArchived = false }: { withBot: boolean; isArchived?: boolean },
): Channel {
  const members = new Set(PEOPLE.map((one) => one.id));
  if (withBot) members.add(BOT_USER.id);
  return { id, name, kind: 'channel', members, isArchived };
}
