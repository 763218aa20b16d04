import type { MessageMetadata, Posted, SendFailure } from '../../slack/outbound/slackApi';
import type { Notification } from '../model/notification';
import { isOutageNotification } from '../model/predicates';
import type { SlackSender } from '../slackSender';
import { isDuplicateOutage, matcher, orderedMatchers } from './metadata';

export interface FoundMessage {
  readonly kind: 'found';
  readonly posted: Posted;
  /** An incident's may be that of another posting, or of what it became since. */
  readonly metadata: MessageMetadata;
}

export type LookupResult =
  | FoundMessage
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly failure: SendFailure; readonly channel: string };

const excluding =
  (excluded: ReadonlySet<string>, fits: (metadata: MessageMetadata) => boolean) =>
  (metadata: MessageMetadata, ts: string): boolean =>
    !excluded.has(ts) && !excluded.has(metadata.id) && fits(metadata);

interface ThreadRef {
  readonly channel: string;
  readonly threadTs: string | null;
}

/**
 * Looks up a notification's message wherever it may have gone. `excluded` are other incidents' messages, by their ts or by
 * the id in their metadata. `renewLease` is called before each call of Slack, and throws where that must not be made.
 */
export async function findExisting(
  sender: SlackSender,
  notification: Notification,
  routes: readonly ThreadRef[],
  since: Date,
  excluded: ReadonlySet<string>,
  renewLease: () => Promise<void>,
): Promise<LookupResult> {
  const read = new Map<string, MessageMetadata>();
  const noting =
    (fits: (metadata: MessageMetadata, ts: string) => boolean) =>
    (metadata: MessageMetadata, ts: string): boolean => {
      read.set(ts, metadata);
      return fits(metadata, ts);
    };
  const different = new Map(routes.map((route) => [`${route.channel} ${route.threadTs}`, route]));
  for (const fits of orderedMatchers(notification))
    for (const route of different.values()) {
      await renewLease();
      const found = await sender.find(route, since, noting(excluding(excluded, fits)));
      if (found.kind !== 'done') return { kind: 'failed', failure: found, channel: route.channel };
      const posted = found.value;
      if (posted === null) continue;
      return { kind: 'found', posted, metadata: read.get(posted.ts) ?? { id: notification.id } };
    }
  return { kind: 'absent' };
}

/**
 * After `waitMs` looks up whether another instance posted the same first, and if so removes `mine`; else removes what
 * another posted a moment later, and died before it could remove that. The message that stays; null when that could not be
 * found out, or not be removed.
 */
export async function keepOldest(
  sender: SlackSender,
  notification: Notification,
  mine: InThread,
  since: Date,
  waitMs: number,
  excluded: ReadonlySet<string>,
): Promise<Posted | null> {
  await sender.sleep(waitMs);
  const channel = threadOf(mine);
  const found = await sender.find(channel, since, excluding(excluded, matcher(notification)));
  if (found.kind !== 'done') return null;
  const oldest = found.value;
  if (oldest !== null && Number(oldest.ts) < Number(mine.ts))
    return (await sender.remove(mine)) ? oldest : null;
  // Another kind of message is its own author's to remove.
  if (!isOutageNotification(notification)) return mine;
  const isLater = (metadata: MessageMetadata, ts: string): boolean =>
    Number(ts) > Number(mine.ts) && isDuplicateOutage(notification)(metadata);
  return (await deleteMatching(sender, channel, since, isLater)) ? mine : null;
}

/**
 * Removes all other messages of the same, but those of an outage that say it is over, such as one that was posted without our knowing while another instance
 * was first. True when none is left.
 */
export function removeDuplicates(
  sender: SlackSender,
  notification: Notification,
  mine: InThread,
  since: Date,
): Promise<boolean> {
  const fits = matcher(notification);
  const isAnother = (metadata: MessageMetadata, ts: string): boolean =>
    ts !== mine.ts && metadata.outageUntil === undefined && fits(metadata);
  return deleteMatching(sender, threadOf(mine), since, isAnother);
}

/** A message, and the thread that it is in; null for the channel itself. */
interface InThread extends Posted {
  readonly threadTs: string | null;
}

const threadOf = ({ channel, threadTs }: InThread): ThreadRef => ({ channel, threadTs });

/** No more instances post the same outage at the same time. */
const MAX_DUPLICATES = 5;

async function deleteMatching(
  sender: SlackSender,
  channel: ThreadRef,
  since: Date,
  fits: (metadata: MessageMetadata, ts: string) => boolean,
): Promise<boolean> {
  for (let deleted = 0; deleted < MAX_DUPLICATES; deleted++) {
    const found = await sender.find(channel, since, fits);
    if (found.kind !== 'done') return false;
    if (found.value === null) return true;
    if (!(await sender.remove(found.value))) return false;
  }
  return false;
}
