import type { Ids } from '../ids';
import type { JsonObject } from '../json';
import { withGeneratedIds } from './generatedIds';
import type { Channel, Message, Person, UserGroup, WorldChange } from './model';
import { BOT_USER, CHANNELS, PEOPLE, SLACKBOT, USER_GROUPS } from './people';
import { Views } from './views';

/** What a message is made from. */
export interface NewMessage {
  readonly channel: string;
  readonly author: string;
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  readonly threadTs?: string | null;
  readonly alsoInChannel?: boolean;
  readonly metadata?: JsonObject | null;
  readonly onlyFor?: string | null;
}

/** Hears of each change, after it happened. */
export type ChangeListener = (change: WorldChange) => void;

/** One workspace: who is there, what was said, and which views are open. */
export class World {
  readonly team = { id: 'T0SANDBOX', name: 'Sandbox', domain: 'sandbox' } as const;
  readonly views: Views;
  readonly #people = new Map<string, Person>();
  readonly #channels = new Map<string, Channel>();
  readonly #messages = new Map<string, Map<string, Message>>();
  readonly #listeners = new Set<ChangeListener>();
  readonly #ids: Ids;

  constructor(ids: Ids) {
    this.#ids = ids;
    this.views = new Views(ids, (change) => this.#tell(change));
    for (const one of [...PEOPLE, BOT_USER, SLACKBOT]) this.#people.set(one.id, one);
    for (const one of CHANNELS) this.#channels.set(one.id, one);
  }

  /** Calls the listener at every change; returns a function that ends that. */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Everybody, the bot and Slackbot too. */
  get people(): readonly Person[] {
    return [...this.#people.values()];
  }

  /** Every channel, and the direct messages opened so far. */
  get channels(): readonly Channel[] {
    return [...this.#channels.values()];
  }

  /** By id or by short name. */
  person(idOrName: string): Person | undefined {
    return this.#people.get(idOrName) ?? this.people.find((one) => one.name === idOrName);
  }

  /** A user group by its id. */
  group(id: string): UserGroup | undefined {
    return USER_GROUPS.find((one) => one.id === id);
  }

  /** Closes somebody's account, or opens it again. @throws when there is no such person */
  deactivate(idOrName: string, isDeactivated: boolean): void {
    const old = this.person(idOrName);
    if (old === undefined) throw new Error(`The workspace has no "${idOrName}"`);
    const { isDeactivated: _, ...person } = old;
    this.#people.set(old.id, isDeactivated ? { ...person, isDeactivated } : person);
  }

  /** By id or by name, with `#` or without. */
  channel(idOrName: string): Channel | undefined {
    const name = idOrName.replace(/^#/, '');
    return (
      this.#channels.get(idOrName) ?? this.channels.find((one) => one.kind === 'channel' && one.name === name)
    );
  }

  /** The direct message between the app and this person, opened when there is none yet. */
  directMessageWith(userId: string): Channel {
    const known = this.channels.find((one) => one.kind === 'im' && one.members.has(userId));
    if (known !== undefined) return known;
    const opened: Channel = {
      id: `D${userId.slice(1)}`,
      name: 'directmessage',
      kind: 'im',
      members: new Set([userId, BOT_USER.id]),
      isArchived: false,
    };
    this.#channels.set(opened.id, opened);
    this.#tell({ kind: 'channel-opened', channel: opened });
    return opened;
  }

  /** Archives a channel, or takes it back into use. @throws when there is no such channel */
  archive(idOrName: string, isArchived: boolean): void {
    const old = this.channel(idOrName);
    if (old === undefined) throw new Error(`The workspace has no channel "${idOrName}"`);
    const channel = { ...old, isArchived };
    this.#channels.set(channel.id, channel);
    this.#tell({ kind: 'channel-changed', channel });
  }

  /** Every message of a channel that still exists, replies and ephemeral ones too, the oldest first. */
  messagesIn(channel: string): readonly Message[] {
    return [...(this.#messages.get(channel)?.values() ?? [])];
  }

  /** The message of this ts, unless it was deleted. */
  message(channel: string, ts: string): Message | undefined {
    return this.#messages.get(channel)?.get(ts);
  }

  /** Posts a message as it is: what Slack would refuse is for the caller to refuse. */
  post(content: NewMessage): Message {
    const message: Message = {
      ts: this.#ids.ts(),
      channel: content.channel,
      author: content.author,
      text: content.text,
      blocks: withGeneratedIds(content.blocks ?? [], this.#ids),
      threadTs: content.threadTs ?? null,
      alsoInChannel: content.alsoInChannel ?? false,
      editedTs: null,
      metadata: content.metadata ?? null,
      reactions: [],
      onlyFor: content.onlyFor ?? null,
    };
    this.#keep(message);
    this.#tell({ kind: 'message-posted', message });
    return message;
  }

  /** The message with new content, marked as edited. */
  change(
    old: Message,
    content: { text: string; blocks: readonly JsonObject[]; metadata?: JsonObject | null },
  ): Message {
    const message: Message = {
      ...old,
      text: content.text,
      blocks: withGeneratedIds(content.blocks, this.#ids),
      metadata: content.metadata === undefined ? old.metadata : content.metadata,
      editedTs: this.#ids.ts(),
    };
    this.#keep(message);
    this.#tell({ kind: 'message-changed', message });
    return message;
  }

  /** Adds somebody's reaction to a message, once. */
  react(old: Message, userId: string, name: string): void {
    if (old.reactions.some((one) => one.userId === userId && one.name === name)) return;
    const message: Message = { ...old, reactions: [...old.reactions, { name, userId }] };
    this.#keep(message);
    this.#tell({ kind: 'message-changed', message });
  }

  /** Deletes a message. */
  remove(message: Message): void {
    this.#messages.get(message.channel)?.delete(message.ts);
    this.#tell({ kind: 'message-deleted', message });
  }

  #keep(message: Message): void {
    const ofChannel = this.#messages.get(message.channel) ?? new Map<string, Message>();
    ofChannel.set(message.ts, message);
    this.#messages.set(message.channel, ofChannel);
  }

  #tell(change: WorldChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
