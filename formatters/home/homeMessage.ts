import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { Role } from '../../src/access/roles';
import type { AlertsOverview } from '../../src/alerting/service';
import type { TargetView } from '../../src/alerting/targetStates';
import type { BalanceChange } from '../../src/performance/balanceHistory';
import { incidentLine } from '../alerts/alertsOverviewMessage';
import { bold, contextBlock, header, type Line, richText } from '../blockKit/blocks';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { VIEW_LIMITS } from '../blockKit/slackLimits';
import { gravestFirst, overviewHeadline, overviewLines } from '../live/overviewMessage';
import { type PersonalView, personalLines } from '../personal/personalMessage';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';
import { currencyOf } from '../text/currency';
import { take } from '../text/lists';

/** The `action_id` of what can be pressed in the Home tab. */
export const HOME_ACTIONS = { refresh: 'home:refresh', settings: 'home:settings' } as const;

/** What one person sees in the Home tab. */
export interface Home {
  readonly userId: string;
  /** The roles that this person has. */
  readonly roles: readonly Role[];
  /** The targets that report something. */
  readonly views: readonly TargetView[];
  /** By target: its balance change in the last 24 h, null where none is recorded; absent where that is not known. */
  readonly changes: ReadonlyMap<string, BalanceChange | null>;
  /** Null where there is no alerting. */
  readonly alerts: AlertsOverview | null;
  /** What this person set. */
  readonly personal: PersonalView;
  /** When it was read. */
  readonly now: Date;
}

/** So many targets have a card; then come those that are fine. */
const CARDS = 20;
const ALERTS_LISTED = 6;

/** A card for each target, the gravest first; the open alerts of this person, and those of others. */
export function homeMessage(
  { views, now, changes, alerts, userId, roles, personal }: Home,
  options: FormatOptions,
): Message {
  const { items, more } = take(gravestFirst(views), CARDS);
  const title = views.length === 0 ? t.live.nobody : overviewHeadline(views);
  const blocks: KnownBlock[] = [
    header(title),
    ...items.flatMap((view): KnownBlock[] => {
      const currency = currencyOf(options, view.state.target);
      const change = changeLine(changes.get(view.state.target), currency);
      return [{ type: 'divider' }, richText(...overviewLines(view, currency), ...change)];
    }),
    ...(more === 0 ? [] : [richText([t.live.moreTraders(more)])]),
    { type: 'divider' },
    ...(alerts === null ? [] : alertBlocks(alerts, userId)),
    { type: 'divider' },
    richText([bold(t.personal.title)], ...personalLines(personal)),
    contextBlock(t.home.roles(roles), t.common.readAt(now)),
  ];
  return dataMessage(title, blocks, options);
}

function changeLine(change: BalanceChange | null | undefined, currency: string | null): Line[] {
  if (change === undefined) return [];
  if (change === null) return [[t.home.noChange]];
  return [t.home.change(t.charts.change(change.amount, change.percent, currency))];
}

function alertBlocks({ open, observedAt, now }: AlertsOverview, userId: string): KnownBlock[] {
  const isOwn = ({ acknowledgedBy, snoozedBy }: AlertsOverview['open'][number]): boolean =>
    [acknowledgedBy, snoozedBy].includes(userId);
  const list = (title: string, all: AlertsOverview['open']) =>
    truncatedList(title, all, ALERTS_LISTED, (incident) => incidentLine(incident, now));
  if (open.length === 0) return [richText([observedAt === null ? t.home.notChecked : t.home.noAlerts])];
  const own = open.filter(isOwn);
  const others = open.filter((incident) => !isOwn(incident));
  return [...list(t.home.yours, own), ...list(t.home.others, others), contextBlock(t.home.more)];
}

/** What the Home tab shows of an answer, with what makes it newer. */
export function homeBlocks({ blocks }: Message): KnownBlock[] {
  const refresh: ActionsBlock = {
    type: 'actions',
    elements: [
      {
        type: 'button',
        text: { type: 'plain_text', text: t.answers.button.refresh, emoji: false },
        action_id: HOME_ACTIONS.refresh,
      },
      {
        type: 'button',
        text: { type: 'plain_text', text: t.personal.form.open, emoji: false },
        action_id: HOME_ACTIONS.settings,
      },
    ],
  };
  return [...blocks.slice(0, VIEW_LIMITS.blocks - 1), refresh] as KnownBlock[];
}
