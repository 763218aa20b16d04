import type { Incident } from '../../alerting/incidents/incident';
import { incidentNotification } from '../../alerting/incidents/notificationIds';
import { isSameOutage, outageSince } from '../../alerting/observation/gap';
import type { MessageMetadata, Posted } from '../../slack/outbound/slackApi';
import type { DispatcherDeps } from '../dispatcherOptions';
import { decodeMessageRef } from '../model/codec';
import { renderContext } from '../rendering';
import { updateRoute } from '../routing/route';
import type { SlackSender } from '../slackSender';

/** `retry later`: it could not be looked up, or not be ended. */
export type OrphanedOutage = Incident | null | 'retry later';

interface Deps extends Pick<DispatcherDeps, 'clock' | 'settings' | 'alertStore'> {
  /** Does this while nothing is sent: a look-up may take long, and holds nothing up; a change must not meet another. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

const DAY_MS = 86_400_000;
const MAX_ORPHANS = 5;

const isOngoing = ({ outageSince, outageUntil }: MessageMetadata): boolean =>
  outageSince !== undefined && outageUntil === undefined;

/**
 * An outage that an instance has reported in the last day, and that nobody has ended: that instance may have died. Null
 * when there is none, or when that may not be looked up. What is known to be over is ended in its message, or that is
 * removed where an earlier message says so.
 */
export async function findOrphanedOutage(
  deps: Deps,
  sender: SlackSender,
  channels: readonly string[],
  over: readonly Incident[],
): Promise<OrphanedOutage> {
  const { fallbackChannel } = deps.settings;
  for (const channel of channels) {
    const orphan = await findIn(deps, sender, channel, over);
    if (orphan !== null) return orphan === 'retry later' ? orphan : { ...orphan, channel };
  }
  const isCovered = fallbackChannel === null || channels.includes(fallbackChannel);
  return isCovered ? null : findIn(deps, sender, fallbackChannel, over);
}

async function findIn(
  deps: Deps,
  sender: SlackSender,
  channel: string,
  over: readonly Incident[],
): Promise<OrphanedOutage> {
  const now = deps.clock.now();
  const since = new Date(now.getTime() - DAY_MS);
  for (let messages = 0; messages < MAX_ORPHANS; messages++) {
    const found = await sender.findTagged(channel, since, isOngoing);
    if (found.kind !== 'done') return 'retry later';
    if (found.value?.mark.outageSince === undefined) return null;
    const { mark, posted } = found.value;
    const reported = outageSince(new Date((mark.outageSince ?? 0) * 1000));
    const ongoing = { ...reported, closedAt: now };
    const ended = over.find((each) => each.id === reported.id || isSameOutage(each, ongoing));
    if (ended === undefined) return reported;
    const isResolved = await resolve(deps, sender, posted, { ...ended, openedAt: reported.openedAt }, since);
    if (!isResolved) return 'retry later';
  }
  return null;
}

async function resolve(
  deps: Deps,
  sender: SlackSender,
  orphan: Posted,
  ended: Incident,
  since: Date,
): Promise<boolean> {
  const isEarlier = ({ id, outageUntil }: MessageMetadata, ts: string): boolean =>
    id === ended.id && outageUntil !== undefined && Number(ts) < Number(orphan.ts);
  const where = { channel: orphan.channel, threadTs: null };
  const earlier = await sender.find(where, since, isEarlier, { isBackground: true });
  if (earlier.kind !== 'done') return false;
  const { alertStore, inTurn } = deps;
  return inTurn(async () => {
    // It may have become the incident's own message meanwhile.
    const isKept = [...(await alertStore.messageRefs()).values()].some(
      (text) => decodeMessageRef(text)?.ts === orphan.ts,
    );
    const isRemoved = earlier.value !== null && !isKept && (await sender.remove(orphan));
    return isRemoved || closeMessage(deps, sender, orphan, ended);
  });
}

/** Brings a message to its end; true when that is done. */
async function closeMessage(
  { clock }: Deps,
  sender: SlackSender,
  { channel, ts }: Posted,
  incident: Incident,
): Promise<boolean> {
  const notification = incidentNotification(incident, {
    channel,
    detectedAt: incident.closedAt ?? clock.now(),
  });
  const route = updateRoute({ channel, ts });
  if (!(await sender.waitForSlot(route))) return false;
  const context = { ...renderContext(notification, channel, sender.breaker, clock.now()), isUpdate: true };
  const sent = await sender.send(notification, sender.render(notification, context), route);
  return sent.kind === 'done';
}
