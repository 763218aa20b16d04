import { type DutyChange, dutyAt } from '../duty/duty';
import { type EscalatedChange, escalateChange } from '../escalation/escalateChange';
import type { Incident } from '../incidents/incident';
import type { NotificationTarget, ThreadUpdate } from '../incidents/notificationIds';
import type { IncidentChange } from '../incidents/transitions';
import { personalPages } from '../personal/personalPages';
import type { Severity } from '../severity/severity';
import type { AddressSettings } from './addressSettings';
import { channelFor, type Routed, routedBy } from './alertRoutes';
import { mentionsFor } from './mentions';
import { movedIncident } from './move';

/** What decides where everything goes that one decision sends. */
export interface Addressing {
  readonly settings: AddressSettings;
  /** What was last said about who is on call. */
  readonly duty: DutyChange | null | undefined;
  readonly detectedAt: Date;
}

/** Whom an alert of this severity mentions; absent for nobody. */
function mentionsOf(
  severity: Severity,
  { settings, duty, detectedAt }: Addressing,
): { readonly mentions?: readonly string[] } {
  const onCall = dutyAt(settings.paging?.onCall, duty, detectedAt)?.userId ?? null;
  const mentions = mentionsFor(settings.mentions, severity, onCall);
  return mentions.length > 0 ? { mentions } : {};
}

/** A new incident with its channel, and whom its message mentions. */
export const addressed = (incident: Incident, addressing: Addressing): Incident => ({
  ...incident,
  channel: channelFor(addressing.settings, routedBy(incident)),
  ...mentionsOf(incident.severity, addressing),
});

/** Where and when something goes that stands alone, and whom it mentions. */
export const addressOf = (alert: Routed, addressing: Addressing): NotificationTarget => ({
  channel: channelFor(addressing.settings, alert),
  detectedAt: addressing.detectedAt,
  ...mentionsOf(alert.severity, addressing),
});

/** What a change makes of an incident, and all that is sent of it; who must hear of it anew is mentioned once. */
export function notifiedChange(
  before: Incident | null,
  change: IncidentChange,
  addressing: Addressing,
  rest: Pick<NotificationTarget, 'verifyBeforeSend'> = {},
): EscalatedChange {
  const { settings, duty, detectedAt } = addressing;
  const next =
    before === null || isAnnounced(before, change.incident)
      ? { ...change, incident: addressed(change.incident, addressing) }
      : mentionAnew(
          { ...change, incident: movedIncident(before, change.incident, settings, detectedAt) },
          addressing,
        );
  const destination = { channel: next.incident.channel ?? settings.channel, detectedAt, ...rest };
  const escalated = escalateChange(before, next, destination, {
    ...{ now: detectedAt, settings: settings.paging ?? {}, duty },
  });
  const { subscribers } = settings;
  const pages = personalPages(before, escalated.incident, destination, { subscribers, now: detectedAt });
  return { ...escalated, notifications: [...escalated.notifications, ...pages] };
}

/** One that was held back since it was opened is posted like a new one. */
const isAnnounced = (before: Incident, after: Incident): boolean =>
  before.unposted === true && after.unposted === undefined && after.closedAt === null;

/** Slack notifies nobody of an edit: the thread entry that is shown in the channel mentions whom a new message would. */
function mentionAnew({ incident, notes }: IncidentChange, addressing: Addressing): IncidentChange {
  const first = notes.find(needsSomeone);
  const { mentions } = mentionsOf(incident.severity, addressing);
  if (first === undefined || incident.state !== 'open' || mentions === undefined) return { incident, notes };
  return {
    incident: { ...incident, mentions },
    notes: notes.map((note) => (note === first ? { ...note, mentions } : note)),
  };
}

/** One more target of a group that was just reported needs nobody else, and nor does what is over. */
const needsSomeone = ({ note, replyBroadcast }: ThreadUpdate): boolean =>
  replyBroadcast &&
  note.kind !== 'recovered' &&
  !(note.kind === 'changed' && typeof note.change === 'object' && note.change.kind === 'joined');
