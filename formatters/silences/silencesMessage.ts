import type { SilenceOverview } from '../../src/alerting/silences/silenceOverview';
import { contextBlock, header } from '../blockKit/blocks';
import { safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { joinNames } from '../text/lists';
import { targetLabel } from '../text/targetNames';
import { silenceLists } from './silenceLists';
import { silenceSubject } from './silenceText';

const NAMED = 4;

/** What is silenced now and by whom, what is planned, and how to end it. */
export function silencesMessage(
  { active, upcoming, muted, now }: SilenceOverview,
  options: AlertOptions,
): Message {
  const { list } = t.silences;
  const names = [
    ...active.map(({ targets }) => silenceSubject(targets)),
    ...muted.map(({ target }) => targetLabel(target)),
  ];
  const headline = list.headline(joinNames([...new Set(names)], NAMED));
  const blocks = [
    header(`${names.length === 0 ? '🔔' : '🔕'} ${headline}`),
    ...silenceLists([...active, ...upcoming], muted, now),
    contextBlock(...(names.length === 0 ? [] : [list.howToEnd]), list.asOf(now)),
  ];
  return dataMessage(`${safeText(headline)}.`, blocks, options);
}
