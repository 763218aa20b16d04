import type { MessageMetadata, Posted, SendFailure } from '../../slack/outbound/slackApi';
import type { Notification } from '../model/notification';
import type { SlackSender } from '../slackSender';
import { isDuplicateOutage, matcher, orderedMatchers } from './metadata';

export type LookupResult =
  | { readonly kind: 'found'; readonly posted: Posted }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly failure: SendFailure; readonly channel: string };

const NONE: ReadonlySet<string> = new Set();

const excluding =
  (taken: ReadonlySet<string>, fits: (mark: MessageMetadata) => boolean) =>
  (mark: MessageMetadata, ts: string): boolean =>
    !taken.has(ts) && !taken.has(mark.id) && fits(mark);

interface ThreadRef {
  readonly channel: string;
  readonly threadTs: string | null;
}

/**
 * Looks for a delivery's message wherever it may have gone. `taken` are other incidents' messages, by their ts or by the id
 * in their mark. `before` each call tells whether to go on.
 */
export async function findExisting(
  sender: SlackSender,
  delivery: Notification,
  places: readonly ThreadRef[],
  since: Date,
  taken: ReadonlySet<string> = NONE,
  before: () => Promise<void> = async () => undefined,
): Promise<LookupResult> {
  const different = new Map(places.map((place) => [`${place.channel} ${place.threadTs}`, place]));
  for (const fits of orderedMatchers(delivery))
    for (const place of different.values()) {
      await before();
      const outcome = await sender.find(place, since, excluding(taken, fits));
      if (outcome.kind !== 'done') return { kind: 'failed', failure: outcome, channel: place.channel };
      if (outcome.value !== null) return { kind: 'found', posted: outcome.value };
    }
  return { kind: 'absent' };
}

/**
 * After `waitMs` looks again whether another copy of the bot told the same first, and if so removes the message that
 * this one posted; else what another posted a moment later, and died before it could remove that. The message that stays;
 * null when that could not be seen to.
 */
export async function keepOldest(
  sender: SlackSender,
  delivery: Notification,
  mine: Posted,
  since: Date,
  waitMs: number,
  taken: ReadonlySet<string> = NONE,
): Promise<Posted | null> {
  await sender.sleep(waitMs);
  const where = { channel: mine.channel, threadTs: null };
  const outcome = await sender.find(where, since, excluding(taken, matcher(delivery)));
  if (outcome.kind !== 'done') return null;
  const oldest = outcome.value;
  if (oldest !== null && Number(oldest.ts) < Number(mine.ts))
    return (await sender.remove(mine)) ? oldest : null;
  const isLater = (mark: MessageMetadata, ts: string): boolean =>
    Number(ts) > Number(mine.ts) && isDuplicateOutage(delivery)(mark);
  return (await deleteMatching(sender, where, since, isLater)) ? mine : null;
}

/**
 * Removes whatever else tells of an outage that lasts, such as what was posted without our knowing while another copy
 * was first. True when nothing of it is left.
 */
export function removeDuplicates(
  sender: SlackSender,
  delivery: Notification,
  { channel, ts: oldest }: Posted,
  since: Date,
): Promise<boolean> {
  const fits = matcher(delivery);
  const isAnother = (mark: MessageMetadata, ts: string): boolean =>
    ts !== oldest && mark.blindUntil === undefined && fits(mark);
  return deleteMatching(sender, { channel, threadTs: null }, since, isAnother);
}

/** Of copies that told of an outage at the same time there are no more. */
const AT_MOST = 5;

async function deleteMatching(
  sender: SlackSender,
  where: ThreadRef,
  since: Date,
  which: (mark: MessageMetadata, ts: string) => boolean,
): Promise<boolean> {
  for (let others = 0; others < AT_MOST; others++) {
    const outcome = await sender.find(where, since, which);
    if (outcome.kind !== 'done') return false;
    if (outcome.value === null) return true;
    if (!(await sender.remove(outcome.value))) return false;
  }
  return false;
}
