import type { Mark, Posted } from '../../slack/outbound/slackApi';
import type { Failure } from '../failure';
import type { Delivery } from '../model/notification';
import type { Sender } from '../slackSender';
import { fitting, fittings, isTwin } from './metadata';

export type LookedUp =
  | { readonly kind: 'found'; readonly posted: Posted }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly channel: string };

const NONE: ReadonlySet<string> = new Set();

const besides =
  (taken: ReadonlySet<string>, fits: (mark: Mark) => boolean) =>
  (mark: Mark, ts: string): boolean =>
    !taken.has(ts) && !taken.has(mark.id) && fits(mark);

interface Where {
  readonly channel: string;
  readonly threadTs: string | null;
}

/**
 * Looks for a delivery's message wherever it may have gone. `taken` are other incidents' messages, by their ts or by the id
 * in their mark. `before` each call tells whether to go on.
 */
export async function lookUp(
  sender: Sender,
  delivery: Delivery,
  places: readonly Where[],
  since: Date,
  taken: ReadonlySet<string> = NONE,
  before: () => Promise<void> = async () => undefined,
): Promise<LookedUp> {
  const different = new Map(places.map((place) => [`${place.channel} ${place.threadTs}`, place]));
  for (const fits of fittings(delivery))
    for (const place of different.values()) {
      await before();
      const outcome = await sender.find(place, since, besides(taken, fits));
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
export async function oldestOf(
  sender: Sender,
  delivery: Delivery,
  mine: Posted,
  since: Date,
  waitMs: number,
  taken: ReadonlySet<string> = NONE,
): Promise<Posted | null> {
  await sender.sleep(waitMs);
  const where = { channel: mine.channel, threadTs: null };
  const outcome = await sender.find(where, since, besides(taken, fitting(delivery)));
  if (outcome.kind !== 'done') return null;
  const oldest = outcome.value;
  if (oldest !== null && Number(oldest.ts) < Number(mine.ts))
    return (await sender.remove(mine)) ? oldest : null;
  const isLater = (mark: Mark, ts: string): boolean => Number(ts) > Number(mine.ts) && isTwin(delivery)(mark);
  return (await areRemoved(sender, where, since, isLater)) ? mine : null;
}

/**
 * Removes whatever else tells of a blindness that lasts, such as what was posted without our knowing while another copy
 * was first. True when nothing of it is left.
 */
export function isAlone(
  sender: Sender,
  delivery: Delivery,
  { channel, ts: oldest }: Posted,
  since: Date,
): Promise<boolean> {
  const fits = fitting(delivery);
  const isAnother = (mark: Mark, ts: string): boolean =>
    ts !== oldest && mark.blindUntil === undefined && fits(mark);
  return areRemoved(sender, { channel, threadTs: null }, since, isAnother);
}

/** Of copies that told of a blindness at the same time there are no more. */
const AT_MOST = 5;

async function areRemoved(
  sender: Sender,
  where: Where,
  since: Date,
  which: (mark: Mark, ts: string) => boolean,
): Promise<boolean> {
  for (let others = 0; others < AT_MOST; others++) {
    const outcome = await sender.find(where, since, which);
    if (outcome.kind !== 'done') return false;
    if (outcome.value === null) return true;
    if (!(await sender.remove(outcome.value))) return false;
  }
  return false;
}
