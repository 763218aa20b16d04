import type { KnownBlock } from '@slack/types';
import type { MutedTarget } from '../../src/alerting/silences/reports/report';
import type { Silence } from '../../src/alerting/silences/silence';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';
import { targetLabel } from '../text/targetNames';
import { silenceLine } from './silenceText';

const LISTED = 10;

/** The silences, and the targets that are muted until they recover, a line each. */
export const silenceLists = (
  silences: readonly Silence[],
  muted: readonly MutedTarget[],
  now: Date,
): KnownBlock[] => {
  const { list } = t.silences;
  const active = silences.filter(({ from }) => from <= now);
  const lines = [
    ...active.map((silence) => silenceLine(silence, now)),
    ...muted.map(({ target, since, by }) => list.mutedUntilRecovery(targetLabel(target), since, by)),
  ];
  return [
    ...truncatedList(list.active, lines, LISTED, (line) => line),
    ...truncatedList(
      list.upcoming,
      silences.filter(({ from }) => from > now),
      LISTED,
      (silence) => silenceLine(silence, now),
    ),
  ];
};
