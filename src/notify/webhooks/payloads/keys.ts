import { createHash } from 'node:crypto';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** PagerDuty takes no longer one. */
const DEDUP_KEY_LENGTH = 255;

/** By which a receiver knows that two requests are about the same incident: its id, or what stands for one that is too long. */
export const dedupKey = (incidentId: string): string =>
  incidentId.length <= DEDUP_KEY_LENGTH ? incidentId : `${incidentId.slice(0, 180)}:${hashOf(incidentId)}`;

/** By which a receiver knows that it has had this very request. An id may hold what no header can. */
export const idempotencyKey = (notificationId: string): string => hashOf(notificationId).slice(0, 32);
