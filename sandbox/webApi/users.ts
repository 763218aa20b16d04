import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Core } from '../core';
import type { JsonObject } from '../json';
import { SlackError } from '../slackError';
import type { Person } from '../world/model';
import { BOT_USER } from '../world/people';
import { flag, method } from './method';

const info = method({
  scope: 'users:read',
  args: { user: z.string(), include_locale: flag },
  answer(core, args) {
    const person = core.world.people.find((one) => one.id === args.user);
    if (person === undefined) throw new SlackError('user_not_found');
    return { user: userJson(core, person, args.include_locale) };
  },
});

function userJson(core: Core, person: Person, withLocale: boolean): JsonObject {
  const there = DateTime.fromJSDate(core.timers.now(), { zone: person.timeZone }).setLocale('en-US');
  return {
    id: person.id,
    team_id: core.world.team.id,
    name: person.name,
    deleted: person.isDeactivated ?? false,
    real_name: person.realName,
    tz: person.timeZone,
    tz_label: there.offsetNameLong,
    tz_offset: there.offset * 60,
    profile: { real_name: person.realName, display_name: person.name, team: core.world.team.id },
    is_bot: person.isBot,
    is_app_user: false,
    updated: 0,
    ...(withLocale ? { locale: person.locale } : {}),
  };
}

const botInfo = method({
  scope: 'users:read',
  args: { bot: z.string() },
  answer(core, args) {
    const { botId, name } = core.app;
    if (args.bot !== botId) throw new SlackError('bot_not_found');
    return { bot: { id: botId, deleted: false, name, app_id: core.botApp, user_id: BOT_USER.id } };
  },
});

const groupMembers = method({
  scope: 'usergroups:read',
  args: { usergroup: z.string() },
  answer(core, args) {
    const group = core.world.group(args.usergroup);
    if (group === undefined) throw new SlackError('no_such_subteam');
    return { users: [...group.members] };
  },
});

/** What an app asks of people, of bots, and of groups of people. */
export const userMethods = {
  'users.info': info,
  'bots.info': botInfo,
  'usergroups.users.list': groupMembers,
};
