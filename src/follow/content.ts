import type { Message } from '../../formatters';
import type { Followed } from './followed';

/** What a followed message shows now. */
export interface FollowedContent {
  readonly message: Message;
  /** `gone`: what it shows is not there; `unread`: that cannot be known now; `over`: the session has ended. */
  readonly state: 'there' | 'over' | 'gone' | 'unread';
  /** How a session went; null for none. */
  readonly result: Followed['result'];
}

/** Asks what a followed message shows, in the language of its channel. Never rejects. */
export type ReadContent = (followed: Followed) => Promise<FollowedContent>;

/** How what it shows becomes a message; in the language of who reads it. */
export interface FollowFormats {
  /** Before it is known where the message is: should that never be known, it has not claimed to be current. */
  first(followed: Followed, content: FollowedContent, updatedFrom: Date): Message;
  current(followed: Followed, content: FollowedContent, intervalMs: number): Message;
  ended(followed: Followed, content: FollowedContent): Message;
  /** The direct message to who followed it. */
  told(followed: Followed, userId: string): Promise<Message>;
}
