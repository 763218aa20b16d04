import type { PageNotification } from '../../notify/model/notification';
import { isDrill } from '../drill/drill';
import type { Incident } from '../incidents/incident';
import type { NotificationTarget } from '../incidents/notificationIds';
import { isMoreSevere } from '../severity/severity';
import { isWanted, type Subscriber } from './subscriber';

/** The id is the same in every instance: so each person gets one message of an alert, and one more if it becomes more severe. */
const personalPageId = (incidentId: string, { userId }: Subscriber, severity: string | null): string =>
  [incidentId, 'personal', userId, ...(severity === null ? [] : [severity])].join('/');

/**
 * The direct messages that people asked for, of an alert that is new in its channel, or has become more severe. Nobody is sent
 * what is held back, over, or a drill.
 */
export function personalPages(
  before: Incident | null,
  incident: Incident,
  destination: NotificationTarget,
  { subscribers = [], now }: { readonly subscribers?: readonly Subscriber[] | undefined; readonly now: Date },
): PageNotification[] {
  const { state, closedAt, hold, unposted } = incident;
  if (state !== 'open' || closedAt !== null || hold !== undefined || unposted || isDrill(incident)) return [];
  const isNew = before === null || before.unposted === true;
  const isRaised = before !== null && isMoreSevere(incident.severity, before.severity);
  if (!isNew && !isRaised) return [];
  return subscribers
    .filter((each) => isWanted(incident, each, now))
    .map((each) => ({
      kind: 'page',
      id: personalPageId(incident.id, each, isNew ? null : incident.severity),
      channel: destination.channel,
      detectedAt: destination.detectedAt,
      via: { dm: each.userId },
      event: 'trigger',
      incident,
      n: 0,
      openForMs: 0,
      isPersonal: true,
    }));
}
