import { z } from 'zod';
import type { Core } from '../core';
import { SlackError } from '../slackError';
import { method } from './method';
import { channelNamed } from './places';

/** What is pinned, as `channel ts`, in each workspace. */
const pinned = new WeakMap<Core, Set<string>>();

const add = method({
  scope: 'pins:write',
  args: { channel: z.string(), timestamp: z.string() },
  answer(core, args) {
    const place = channelNamed(core, args.channel);
    if (core.world.message(place.id, args.timestamp) === undefined) throw new SlackError('message_not_found');
    const all = pinned.get(core) ?? new Set();
    pinned.set(core, all);
    const pin = `${place.id} ${args.timestamp}`;
    if (all.has(pin)) throw new SlackError('already_pinned');
    all.add(pin);
    return {};
  },
});

/** The `pins.*` methods. */
export const pinMethods = { 'pins.add': add };
