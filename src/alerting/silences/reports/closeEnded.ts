import { msBetween } from '../../../lib/time';
import type { SilenceNotification } from '../../../notify/model/notification';
import type { IncidentTransition } from '../../incidents/incidentIndex';
import { RETENTION_MS } from '../../incidents/retention';
import type { Addressing } from '../../routing/address';
import type { Silence } from '../silence';
import { summaryNotification } from './reportNotifications';
import { silenceSummary } from './summary';

interface ClosedSilences {
  readonly silences: readonly Silence[];
  readonly notifications: readonly SilenceNotification[];
}

/**
 * Closes the silences that have ended, each with one summary of what it held back, where it held anything back. Those that
 * ended days ago are forgotten.
 */
export function closeEnded(
  silences: readonly Silence[],
  steps: readonly IncidentTransition[],
  addressing: Addressing,
): ClosedSilences {
  const now = addressing.detectedAt;
  const notifications: SilenceNotification[] = [];
  const closed = silences.map((silence) => {
    const { until, closedAt } = silence;
    if (closedAt !== null || until === null || now < until) return silence;
    const ended = { ...silence, closedAt: now, revision: silence.revision + 1 };
    const summary = silenceSummary(ended, steps);
    if (summary !== null) notifications.push(summaryNotification(summary, until, addressing));
    return ended;
  });
  const isRecent = ({ closedAt }: Silence): boolean =>
    closedAt === null || msBetween(closedAt, now) <= RETENTION_MS;
  return { silences: closed.filter(isRecent), notifications };
}
