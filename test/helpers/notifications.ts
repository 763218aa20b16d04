import {
  type AffectedTarget,
  type Incident,
  NEW_INCIDENT_DEFAULTS,
} from '../../src/alerting/incidents/incident';
import { incidentNotification as deliveryOf } from '../../src/alerting/incidents/notificationIds';
import type { Notification } from '../../src/notify/model/notification';

type Of<Kind extends Notification['kind']> = Extract<Notification, { kind: Kind }>;

/** When everything in these tests begins. */
export const START = new Date('2026-11-22T03:00:00Z');

/** So many seconds after the start. */
export const at = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

const target: AffectedTarget = {
  target: 'paper:docker',
  startedAt: START,
  recoveredAt: null,
  flaps: 0,
  details: {},
};

export const incident = (change: Partial<Incident> = {}): Incident => ({
  id: 'no_sign_of_life:paper:docker:1',
  rule: 'no_sign_of_life',
  ...NEW_INCIDENT_DEFAULTS,
  targets: [target],
  openedAt: START,
  nextReminderAt: null,
  revision: 1,
  ...change,
});

/** The same, recovered `seconds` after the start. */
export const recovered = (seconds: number, change: Partial<Incident> = {}): Incident =>
  incident({ state: 'recovered', closedAt: at(seconds), revision: 2, ...change });

export const blind = (change: Partial<Incident> = {}): Incident =>
  incident({
    id: `monitoring_outage:${START.getTime() / 1000}`,
    rule: 'monitoring_outage',
    targets: [],
    ...change,
  });

export const incidentDelivery = (
  what: Incident = incident(),
  change: Partial<Of<'incident'>> = {},
): Notification => ({ ...deliveryOf(what, { channel: 'C0ALERTS', detectedAt: START }), ...change });

/** That somebody has the incident in hand. */
export const acknowledged = incidentDelivery(incident({ state: 'acknowledged', revision: 2 }));

export const note = (id = 'note:1', change: Partial<Of<'note'>> = {}): Notification => ({
  kind: 'note',
  id,
  channel: 'C0ALERTS',
  detectedAt: START,
  incidentId: incident().id,
  incident: null,
  note: { kind: 'changed', change: id },
  replyBroadcast: false,
  ...change,
});

export const event = (id = 'event:1', change: Partial<Of<'event'>> = {}): Notification => ({
  kind: 'event',
  id,
  channel: 'C0ALERTS',
  detectedAt: START,
  event: {
    rule: 'live_trading',
    target: 'live:docker',
    level: 'loud',
    severity: 'critical',
    details: {},
    at: START,
  },
  occurrence: null,
  ...change,
});

/** A tuning session that finished between a last sight and its detection, in seconds after the start. */
export const finished = (after: number, until: number, change: Partial<Of<'event'>> = {}): Notification =>
  event(`event:tuning:tuning:docker:paper:s1:finished:22:${at(after).getTime()}`, {
    detectedAt: at(until),
    event: {
      rule: 'tuning',
      target: 'tuning:docker:paper:s1',
      level: 'normal',
      severity: 'warning',
      details: {},
      at: at(until),
    },
    occurrence: { key: 's1:finished:22', after: at(after).getTime() },
    ...change,
  });

export const digest = (id = 'digest:1', change: Partial<Of<'digest'>> = {}): Notification => ({
  kind: 'digest',
  id,
  channel: 'C0ALERTS',
  detectedAt: START,
  digest: { lines: [] },
  ...change,
});
