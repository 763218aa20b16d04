import type { Core } from '../core';
import type { Channel, Person } from '../world/model';

/** Where and as whom something is done; by short name or by id. */
export interface Place {
  readonly user: string;
  /** A channel's name, its id, or `dm` for the person's direct message with the app. */
  readonly channel: string;
}

/** @throws when there is nobody of that name */
export function personNamed(core: Core, name: string): Person {
  const person = core.world.person(name);
  if (person !== undefined) return person;
  const names = core.world.people.map((one) => one.name).join(', ');
  throw new Error(`Nobody in the sandbox is called "${name}"; there are: ${names}`);
}

/** @throws when there is no such channel */
export function channelFor(core: Core, name: string, person: Person): Channel {
  if (name === 'dm') return core.world.directMessageWith(person.id);
  const channel = core.world.channel(name);
  if (channel !== undefined) return channel;
  const names = core.world.channels.map((one) => one.name).join(', ');
  throw new Error(`The sandbox has no channel "${name}"; there are: dm, ${names}`);
}

/** Both at once. @throws when either is unknown */
export function whoAndWhere(core: Core, place: Place): { person: Person; channel: Channel } {
  const person = personNamed(core, place.user);
  return { person, channel: channelFor(core, place.channel, person) };
}
