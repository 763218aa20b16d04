import type { Incident } from '../incidents/incident';
import type { NotificationTarget, ThreadUpdate } from '../incidents/notificationIds';
import { type NotifiedChange, withNotifications } from '../incidents/notifications';
import type { IncidentChange } from '../incidents/transitions';
import { type ChannelSettings, channelFor, channelOf, type Routed, routedBy } from './alertRoutes';
import { type MentionSettings, mentionsFor } from './mentions';

/** What is configured of where alerts go, and whom they mention. */
export interface AddressSettings extends ChannelSettings {
  readonly mentions?: MentionSettings;
}

/** What a decision knows of all that it sends. */
export interface Addressing {
  readonly settings: AddressSettings;
  /** Who is on call then, by Slack user id; null where nobody is known. */
  readonly onCall: string | null;
  readonly detectedAt: Date;
}

/** A new incident with its channel, and whom its message mentions. */
export const addressed = (
  incident: Incident,
  { settings, onCall }: Pick<Addressing, 'settings' | 'onCall'>,
): Incident => {
  const mentions = mentionsFor(settings.mentions, incident.severity, onCall);
  return {
    ...incident,
    channel: channelFor(settings, routedBy(incident)),
    ...(mentions.length > 0 && { mentions }),
  };
};

/** Where, and when, and whom it mentions: of what stands alone. */
export function addressOf(alert: Routed, { settings, onCall, detectedAt }: Addressing): NotificationTarget {
  const mentions = mentionsFor(settings.mentions, alert.severity, onCall);
  return { channel: channelFor(settings, alert), detectedAt, ...(mentions.length > 0 && { mentions }) };
}

/** A change of an incident, with what is sent of it to its channel; who must hear of it anew is mentioned once. */
export function notifiedChange(
  before: Incident | null,
  change: IncidentChange,
  { settings, onCall, detectedAt }: Addressing,
  rest: Pick<NotificationTarget, 'verifyBeforeSend'> = {},
): NotifiedChange {
  const next = before === null ? opened(change, { settings, onCall }) : mentionAnew(change, settings, onCall);
  return withNotifications(before, next, {
    channel: channelOf(next.incident, settings),
    detectedAt,
    ...rest,
  });
}

const opened = (
  { incident, notes }: IncidentChange,
  addressing: Pick<Addressing, 'settings' | 'onCall'>,
): IncidentChange => ({ incident: addressed(incident, addressing), notes });

/** Slack notifies nobody of an edit: the thread entry that is shown in the channel mentions whom a new message would. */
function mentionAnew(
  { incident, notes }: IncidentChange,
  { mentions: configured }: AddressSettings,
  onCall: string | null,
): IncidentChange {
  const first = notes.find(needsSomeone);
  const mentions = mentionsFor(configured, incident.severity, onCall);
  if (first === undefined || incident.state !== 'open' || mentions.length === 0) return { incident, notes };
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
