import type { Channel, Person } from '../world/model';
import type { World } from '../world/world';

/** Up to where each person has read each channel. */
export class Unread {
  readonly #readTs = new Map<string, string>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The person has seen all there is in the channel now. */
  read(person: Person, channel: Channel): void {
    const last = this.#world.messagesIn(channel.id).at(-1);
    if (last !== undefined) this.#readTs.set(`${person.id} ${channel.id}`, last.ts);
  }

  /** How many messages of others came since. */
  count(person: Person, channel: Channel): number {
    const readTs = this.#readTs.get(`${person.id} ${channel.id}`) ?? '';
    return this.#world
      .messagesIn(channel.id)
      .filter(
        ({ ts, author, onlyFor }) =>
          ts > readTs && author !== person.id && (onlyFor === null || onlyFor === person.id),
      ).length;
  }
}
