import type { JsonObject } from '../json';

/** Somebody in the workspace; the bot is one too. */
export interface Person {
  readonly id: string;
  /** The short name, by which a driver may call them. */
  readonly name: string;
  readonly realName: string;
  /** IETF language tag, such as `ko-KR`. */
  readonly locale: string;
  /** IANA zone, such as `Asia/Seoul`. */
  readonly timeZone: string;
  readonly isBot: boolean;
  /** True of somebody whose account is closed; they stay in the workspace's list. */
  readonly isDeactivated?: true;
}

/** A user group, such as `@on-call`. */
export interface UserGroup {
  readonly id: string;
  readonly members: readonly string[];
}

/** A public channel, or a direct message between the app and one person. */
export interface Channel {
  readonly id: string;
  /** Without `#`; `directmessage` for a direct message, as Slack's payloads call it. */
  readonly name: string;
  readonly kind: 'channel' | 'im';
  readonly members: ReadonlySet<string>;
  readonly isArchived: boolean;
}

/** A message as it is now. */
export interface Message {
  readonly ts: string;
  readonly channel: string;
  /** The user id of who wrote it. */
  readonly author: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  /** The parent's ts of a reply; null for a message in the channel itself. */
  readonly threadTs: string | null;
  /** A reply that also stands in the channel itself. */
  readonly alsoInChannel: boolean;
  /** When it was last changed, as a ts; null when it never was. */
  readonly editedTs: string | null;
  readonly metadata: JsonObject | null;
  /** Who reacted with what, in this order. */
  readonly reactions: readonly { readonly name: string; readonly userId: string }[];
  /** The only person who sees it (an ephemeral message); null when everybody does. */
  readonly onlyFor: string | null;
}

/** A modal, or the Home tab of one person. */
export interface View {
  readonly id: string;
  readonly kind: 'modal' | 'home';
  readonly userId: string;
  /** What the app gave: type, title, blocks, callback_id, private_metadata and so on. */
  readonly body: JsonObject;
  readonly hash: string;
  readonly rootViewId: string;
  readonly previousViewId: string | null;
}

/** What happened to the world; the stream a page is drawn from. */
export type WorldChange =
  | { readonly kind: 'message-posted'; readonly message: Message }
  | { readonly kind: 'message-changed'; readonly message: Message }
  | { readonly kind: 'message-deleted'; readonly message: Message }
  | { readonly kind: 'view-opened'; readonly view: View }
  | { readonly kind: 'view-changed'; readonly view: View }
  | { readonly kind: 'view-closed'; readonly view: View }
  | { readonly kind: 'home-published'; readonly view: View }
  | { readonly kind: 'channel-opened'; readonly channel: Channel }
  | { readonly kind: 'channel-changed'; readonly channel: Channel };
