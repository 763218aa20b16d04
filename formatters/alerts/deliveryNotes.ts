import type { KnownBlock } from '@slack/types';
import type { PendingNotification } from '../../src/alerting/service';
import type { DroppedNotification } from '../../src/alerting/undelivered/dropped';
import type { StoredFailure } from '../../src/storage/alertStore';
import { contextBlock, type Line, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import type { Message } from '../blockKit/message';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';
import { targetLabel } from '../text/targetNames';
import { shortMessage } from './responses';

/** A message that comes later than it should. */
export interface DelayInfo {
  readonly detectedAt: Date;
  readonly deliveredAt: Date;
  /** What kept it. */
  readonly because?: StoredFailure;
}

/** How a message came to where it stands. */
export interface DeliveryInfo {
  /** Given when it comes later than it should. */
  readonly deliveredLate: DelayInfo | null;
  /** The channel it was meant for, when it stands in the fallback instead, and Slack's word for why. */
  readonly insteadOf?: { readonly channel: string; readonly code: string } | null;
}

/** What is to be said of how it came; nothing, when it came as it should. */
export const deliveryNotes = ({ deliveredLate: late, insteadOf }: DeliveryInfo): Line[] => [
  ...(late === null
    ? []
    : [
        t.common.late(
          late.detectedAt,
          late.deliveredAt,
          late.because === undefined ? null : sanitize(t.common.notSent(late.because), 100),
        ),
      ]),
  ...(insteadOf ? [t.common.redirected(insteadOf.channel, insteadOf.code)] : []),
];

const LISTED = 6;
/** From this attempt on it may be one that never arrives. */
const OFTEN = 5;

/** What was given up, each with why and what to do. */
export const droppedList = (dropped: readonly DroppedNotification[]): KnownBlock[] =>
  truncatedList(t.alertQueries.undelivered.list(dropped.length), dropped, LISTED, droppedLine);

/** How one that may never arrive is given up; nothing while none was tried often. */
export function dropHint(pending: readonly PendingNotification[]): KnownBlock[] {
  const stuck = pending.find(({ attempts }) => (attempts?.count ?? 0) >= OFTEN);
  return stuck === undefined ? [] : [contextBlock(t.alertQueries.undelivered.hint(stuck.number))];
}

/** That some were given up by the bot; null for none. */
export function droppedSpoken(dropped: readonly DroppedNotification[]): string | null {
  const own = dropped.filter(({ by }) => by === null);
  return own.length === 0
    ? null
    : t.alertQueries.undelivered.spoken(own.length, own.filter(({ isCritical }) => isCritical).length);
}

function droppedLine(dropped: DroppedNotification): TextSpan[] {
  const { channel, detectedAt, droppedAt, by, failure, isCritical } = dropped;
  const what = `${isCritical ? t.alertQueries.undelivered.critical : ''}${subject(dropped)}`;
  return t.alertQueries.undelivered.line(what, channel, detectedAt, droppedAt, by, failure);
}

function subject({ kind, rule, target }: DroppedNotification): string {
  const { about, kinds } = t.alertQueries.undelivered;
  if (rule === null) return about(kinds[kind], null);
  const name = target === null ? null : targetLabel(target);
  const title = rule === 'monitoring_outage' ? t.rules.outage : t.rules.describe(rule, {}).title;
  return sanitize(about(kinds[kind], t.alerts.what(title, name, false)), 200);
}

/** The answer to `/arb-alerts drop`. */
export const droppedMessage = (dropped: DroppedNotification): Message =>
  shortMessage(t.alertQueries.undelivered.dropped(subject(dropped), dropped.channel));

/** No message has this number. */
export const nothingToDropMessage = (number: string, numbers: readonly number[]): Message =>
  shortMessage(t.alertQueries.undelivered.nothing(number, numbers));
