import type { Incident } from '../../alerting/incidents/incident';
import { incidentNotification } from '../../alerting/incidents/notificationIds';
import { isSameOutage, outageSince } from '../../alerting/observation/gap';
import type { MessageMetadata, Posted } from '../../slack/outbound/slackApi';
import type { DispatcherDeps } from '../dispatcherOptions';
import { renderContext } from '../rendering';
import { updateRoute } from '../routing/route';
import type { SlackSender } from '../slackSender';

/** `not now`: it could not be looked up, or not be brought to its end. */
export type OrphanedOutage = Incident | null | 'not now';

const DAY_MS = 86_400_000;
const MAX_ORPHANS = 5;

const isOngoing = ({ blindSince, blindUntil }: MessageMetadata): boolean =>
  blindSince !== undefined && blindUntil === undefined;

/** Finds what a copy told of an outage before it died. */
export class OrphanedOutages {
  constructor(
    private readonly deps: Pick<DispatcherDeps, 'clock' | 'settings'>,
    private readonly sender: SlackSender,
  ) {}

  /**
   * An outage that a copy has told of in the last day, and that nobody has ended: that copy may have died. Null when
   * there is none, or when that may not be looked up. What is known to be over is told so where it still stands as
   * lasting, and removed where an earlier message tells so.
   */
  async find(channel: string, over: readonly Incident[]): Promise<OrphanedOutage> {
    const { fallbackChannel } = this.deps.settings;
    const left = await this.findIn(channel, over);
    return left === null && fallbackChannel !== null ? this.findIn(fallbackChannel, over) : left;
  }

  private async findIn(channel: string, over: readonly Incident[]): Promise<OrphanedOutage> {
    const since = new Date(this.now().getTime() - DAY_MS);
    for (let messages = 0; messages < MAX_ORPHANS; messages++) {
      const found = await this.sender.findMarked(channel, since, isOngoing);
      if (found.kind !== 'done') return 'not now';
      if (found.value?.mark.blindSince === undefined) return null;
      const { mark, posted } = found.value;
      const told = outageSince(new Date((mark.blindSince ?? 0) * 1000));
      const lasting = { ...told, closedAt: this.now() };
      const ended = over.find((each) => each.id === told.id || isSameOutage(each, lasting));
      if (ended === undefined) return told;
      if (!(await this.isSeenTo(posted, { ...ended, openedAt: told.openedAt }, since))) return 'not now';
    }
    return null;
  }

  private async isSeenTo(left: Posted, ended: Incident, since: Date): Promise<boolean> {
    const isEarlier = ({ id, blindUntil }: MessageMetadata, ts: string): boolean =>
      id === ended.id && blindUntil !== undefined && Number(ts) < Number(left.ts);
    const earlier = await this.sender.find({ channel: left.channel, threadTs: null }, since, isEarlier);
    if (earlier.kind !== 'done') return false;
    const isRemoved = earlier.value !== null && (await this.sender.remove(left));
    return isRemoved || this.end(left, ended);
  }

  /** Brings a message to its end; true when that is done. */
  private async end({ channel, ts }: Posted, incident: Incident): Promise<boolean> {
    const detectedAt = incident.closedAt ?? this.now();
    const delivery = incidentNotification(incident, { channel, detectedAt });
    const place = updateRoute({ channel, ts });
    if (!(await this.sender.waitForSlot(place))) return false;
    const message = this.sender.render(
      delivery,
      renderContext(delivery, channel, this.sender.breaker, this.now()),
    );
    return (await this.sender.send(delivery, message, place)).kind === 'done';
  }

  private now(): Date {
    return this.deps.clock.now();
  }
}
