import { z } from 'zod';
import { VIEW_LIMITS } from '../../formatters/blockKit/slackLimits';
import { checkedView } from '../blockKit/check';
import type { Core } from '../core';
import type { JsonObject } from '../json';
import { decoded } from '../messageContent';
import { viewJson } from '../payloads/view';
import { SlackError } from '../slackError';
import type { View } from '../world/model';
import { method } from './method';

const triggered = { trigger_id: z.string(), view: z.unknown().optional() };

const open = method({
  args: triggered,
  answer(core, args) {
    const body = checkedView(decoded(args.view), 'modal');
    const userId = core.triggers.exchange(args.trigger_id);
    core.world.views.close(userId, { all: true });
    return { view: viewJson(core, core.world.views.push(userId, body)) };
  },
});

const push = method({
  args: triggered,
  answer(core, args) {
    const body = checkedView(decoded(args.view), 'modal');
    const userId = core.triggers.exchange(args.trigger_id);
    return { view: viewJson(core, pushedView(core, userId, body)) };
  },
});

/**
 * A modal on top of the others.
 * @throws SlackError `push_limit_reached`
 */
export function pushedView(core: Core, userId: string, body: JsonObject): View {
  if (core.world.views.stack(userId).length >= VIEW_LIMITS.stack) throw new SlackError('push_limit_reached');
  return core.world.views.push(userId, body);
}

const update = method({
  args: {
    view: z.unknown().optional(),
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
  },
  answer(core, args) {
    const old =
      args.view_id === undefined
        ? core.world.views.byExternalId(args.external_id ?? '')
        : core.world.views.byId(args.view_id);
    if (old === undefined) throw new SlackError('not_found');
    if (args.hash !== undefined && args.hash !== old.hash) throw new SlackError('hash_conflict');
    return { view: viewJson(core, core.world.views.replace(old, checkedView(decoded(args.view), old.kind))) };
  },
});

const publish = method({
  args: { user_id: z.string(), view: z.unknown().optional(), hash: z.string().optional() },
  answer(core, args) {
    if (!core.settings.homeTab) throw new SlackError('not_enabled');
    if (core.world.person(args.user_id) === undefined) throw new SlackError('user_not_found');
    const body = checkedView(decoded(args.view), 'home');
    const old = core.world.views.home(args.user_id);
    if (args.hash !== undefined && old !== null && args.hash !== old.hash)
      throw new SlackError('hash_conflict');
    return { view: viewJson(core, core.world.views.publishHome(args.user_id, body)) };
  },
});

/** The `views.*` methods. */
export const viewMethods = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
