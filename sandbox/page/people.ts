import type { Channel, Person } from '../world/model';
import type { World } from '../world/world';
import type { Drawing } from './blocks/library';

/** Where a reader is looking. */
export type Place =
  | { readonly kind: 'channel'; readonly channel: Channel; readonly threadTs: string | null }
  | { readonly kind: 'home' };

/** Somebody in front of the page. */
export interface Visit {
  readonly person: Person;
  readonly place: Place;
}

/** The people one can be. */
export function peopleOf(world: World): Person[] {
  return world.people.filter((one) => !one.isBot);
}

/** The channels this person has in their list. */
export function channelsOf(world: World, person: Person): Channel[] {
  return world.channels.filter(
    (one) => one.kind === 'channel' && !one.isArchived && one.members.has(person.id),
  );
}

/**
 * Who looks where, from the query of an address: `as` (a short name), `in` (a channel's name, `dm` or `home`) and
 * `thread` (a ts). What is left out is the first person, and their first channel. Null when there is no such person
 * or place.
 */
export function visitIn(world: World, query: URLSearchParams): Visit | null {
  const people = peopleOf(world);
  const as = query.get('as');
  const person = as === null ? people[0] : people.find((one) => one.name === as);
  if (person === undefined) return null;
  const where = query.get('in');
  if (where === 'home') return { person, place: { kind: 'home' } };
  // An archived channel is in nobody's list, but can still be read.
  const channel =
    where === 'dm'
      ? world.directMessageWith(person.id)
      : where === null
        ? channelsOf(world, person)[0]
        : world.channels.find(
            ({ kind, name, members }) => kind === 'channel' && name === where && members.has(person.id),
          );
  if (channel === undefined) return null;
  const threadTs = query.get('thread');
  if (threadTs !== null && world.message(channel.id, threadTs) === undefined) return null;
  return { person, place: { kind: 'channel', channel, threadTs } };
}

/** The name of a channel in an address. */
export function placeName(channel: Channel): string {
  return channel.kind === 'im' ? 'dm' : channel.name;
}

/** The address of a place, as one of the people. */
export function addressOf(person: Person, where: string, threadTs: string | null = null): string {
  const query = new URLSearchParams({
    as: person.name,
    in: where,
    ...(threadTs === null ? {} : { thread: threadTs }),
  });
  return `/?${query}`;
}

/** What drawing for this person needs. */
export function drawingFor(world: World, person: Person, now: Date): Drawing {
  return {
    reader: { locale: person.locale, timeZone: person.timeZone, now },
    people: world.people.map(({ id, realName }) => ({ id, name: realName })),
    channels: world.channels.filter((one) => one.kind === 'channel').map(({ id, name }) => ({ id, name })),
  };
}
