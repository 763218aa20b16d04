import type { PageNotification } from '../../notify/model/notification';
import { isDrill } from '../drill/drill';
import type { Incident } from '../incidents/incident';
import type { NotificationTarget } from '../incidents/notificationIds';

/** A page that was decided on, before the incident has its revision. */
export type PagePlan = Pick<PageNotification, 'id' | 'via' | 'event' | 'n' | 'openForMs'>;

export const pageNotification = (
  incident: Incident,
  plan: PagePlan,
  destination: NotificationTarget,
): PageNotification => ({
  kind: 'page',
  ...destination,
  ...plan,
  incident,
  ...(isDrill(incident) && { isTest: true }),
});
