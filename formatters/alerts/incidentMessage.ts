import type { KnownBlock } from '@slack/types';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { Severity } from '../../src/alerting/severity/severity';
import { bulletList, header, type Line, richText } from '../blockKit/blocks';
import type { MessageBlock } from '../blockKit/dataVisualization';
import { sanitize } from '../blockKit/escape';
import { safeText, toFallbackText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { BREAKER_MARK } from '../live/statusText';
import { t } from '../text/catalogue';
import { joinNames, take } from '../text/lists';
import { targetLabel } from '../text/targetNames';
import { type DeliveryInfo, deliveryNotes } from './deliveryNotes';
import { drillMessage } from './drill/drillMessage';
import { evidenceBlocks } from './evidence/evidenceBlocks';
import { spokenEvidence } from './evidence/evidenceLines';
import { hourBeforeBlocks, spokenHourBefore } from './evidence/hourBefore';
import { incidentButtons } from './incidentButtons';
import {
  durationOf,
  emphasized,
  endOf,
  hasRealMoney,
  incidentTitle,
  incidentWhat,
  isAboutHeartbeat,
  isOutageAlert,
  isOver,
  moneyFirst,
  realMoneyLine,
  startOf,
  subjectText,
  targetLine,
  wasUnstable,
} from './incidentText';

export interface IncidentContext extends DeliveryInfo {
  readonly now: Date;
}

const TARGETS_LISTED = 12;
const TARGETS_NAMED = 6;

/**
 * An incident as it stands: what, which trader, since when, whether real money is at stake, who has it, and the buttons. What
 * need not be read to decide stands below them, folded.
 */
export function incidentMessage(
  incident: Incident,
  context: IncidentContext,
  options: AlertOptions,
): Message {
  if (incident.drill !== undefined) return drillMessage(incident, context, options);
  const { now } = context;
  const late = deliveryNotes(context);
  const headline = headlineOf(incident, now);
  const below = [...stateLines(incident), ...late];
  const blocks: MessageBlock[] = [
    header(`${statusEmoji(incident)} ${headline}`),
    ...detailBlocks(incident),
    ...(below.length === 0 ? [] : [richText(...below)]),
    incidentButtons(incident, options.zone),
    ...evidenceBlocks(incident, options),
    ...hourBeforeBlocks(incident, options),
  ];
  const lines = [
    ...fallbackDetails(incident),
    ...stateForFallback(incident),
    ...spokenEvidence(incident, options),
    ...spokenHourBefore(incident, options),
    ...late,
  ];
  const text = lines.map((line) => toFallbackText(line, now, options.zone));
  return dataMessage([`${safeText(headline)}.`, ...text].join(' '), blocks, options);
}

/** The mark only decorates the words behind it: of an open one how bad it is, else what became of it. */
function statusEmoji({ state, rule, severity }: Incident): string {
  if (state === 'open') return rule === 'circuit_breaker' ? BREAKER_MARK : SEVERITY_MARKS[severity];
  return { acknowledged: '🟡', snoozed: '💤', recovered: '✅', muted: '⚪', closed: '⚪' }[state];
}

const SEVERITY_MARKS: Readonly<Record<Severity, string>> = { critical: '🔴', warning: '🟠', info: '🔵' };

/**
 * What, which trader, and real money: `Down: live docker · REAL MONEY`. How long an open one lasts would be wrong a minute
 * later: the lines below say since when.
 */
function headlineOf(incident: Incident, now: Date): string {
  const { headline } = t.alerts;
  const { state, severity, storeOutage, targets } = incident;
  if (state === 'recovered' && targets.some(wasUnstable))
    return t.relapses.stable(subjectText(incident), hasRealMoney(targets));
  if (state === 'recovered')
    return isOutageAlert(incident)
      ? headline.outageOver(durationOf(incident, now), storeOutage !== undefined)
      : headline.recovered(durationOf(incident, now), subjectText(incident), hasRealMoney(targets));
  if (state === 'closed') {
    const what = incidentWhat(stillFiring(incident));
    const { closedFor, rule } = incident;
    if (closedFor === 'target_gone') return headline.targetGone(what);
    return closedFor === 'ignored' ? headline.ignored(what) : headline.ruleOff(sanitize(rule, 40), what);
  }
  if (state !== 'muted') return headline.open(state, severity, incidentWhat(incident));
  const subject = subjectText(stillFiring(incident));
  return isAboutHeartbeat(incident) ? headline.heartbeatReleased(subject) : headline.muted(subject);
}

function detailBlocks(incident: Incident): KnownBlock[] {
  if (isOutageAlert(incident)) return [richText(...outageLines(incident))];
  const money = realMoneyLine(incident, true)?.map(emphasized);
  const { items, more } = take(moneyFirst(incident.targets), TARGETS_LISTED);
  const lines = items.map((target) => targetLine(incident, target));
  if (incident.targets.length === 1) {
    const up = upLine(incident);
    // The rule speaks in the present, of what is over by then.
    const isPast = isOver(incident) || up !== null;
    const rest = isPast ? lines.map(t.alerts.before) : lines;
    return [richText(...(up ? [up] : []), ...(money ? [money] : []), ...rest)];
  }
  return [
    ...(money ? [richText(money)] : []),
    bulletList(t.alerts.atTheSameTime(incidentTitle(incident)), [
      ...lines,
      ...(more === 0 ? [] : [[t.alerts.moreTargets(more)]]),
    ]),
  ];
}

/** Of one target that is ok just now, and may fail again at any time. */
function upLine(incident: Incident): Line | null {
  const [target] = incident.targets;
  if (target === undefined || target.recoveredAt === null || isOver(incident)) return null;
  return t.relapses.upSince(target.recoveredAt);
}

function outageLines({ openedAt, closedAt, storeOutage }: Incident): Line[] {
  const { outage } = t.alerts;
  if (storeOutage === undefined)
    return closedAt === null ? outage.lasting(openedAt) : outage.over(openedAt, closedAt);
  if (closedAt !== null) return outage.storeOver(storeOutage, openedAt, closedAt);
  const remedy = t.errors.remedy(storeOutage);
  return [...outage.storeLasting(storeOutage, openedAt), ...(remedy === null ? [] : [[remedy]])];
}

/** What the headline has no room for: whose trouble it is, and that it is not known whether money is at stake. */
function fallbackDetails(incident: Incident): Line[] {
  const { targets, state } = incident;
  const names =
    targets.length > 1
      ? joinNames(
          moneyFirst(targets).map(({ target }) => targetLabel(target)),
          TARGETS_NAMED,
        )
      : null;
  const money =
    hasRealMoney(targets) || state === 'muted' || state === 'closed' ? null : realMoneyLine(incident, true);
  return [...(names === null ? [] : [[t.alerts.names(names)]]), ...(money === null ? [] : [money])];
}

/** With when it began, and ended, which on the screen stands elsewhere. */
function stateForFallback(incident: Incident): Line[] {
  const { state, acknowledgedBy } = incident;
  if (state !== 'recovered')
    return [
      ...(isOver(incident)
        ? []
        : [(incident.targets.length === 1 ? upLine(incident) : null) ?? t.alerts.since(startOf(incident))]),
      ...stateLines(incident),
    ];
  return [
    t.alerts.fromTo(startOf(incident), endOf(incident)),
    ...(acknowledgedBy === null ? [] : [t.alerts.state.wasAcknowledged(acknowledgedBy)]),
  ];
}

/** Who has it, or what became of it. Nobody can acknowledge an outage, and after it no trader is known to be alive. */
function stateLines(incident: Incident): Line[] {
  if (isOutageAlert(incident)) return [];
  const held = incident.hold === undefined || isOver(incident) ? [] : [t.silences.hold(incident.hold)];
  return [...ownStateLines(incident), ...held];
}

const CLOSED_FOR = { target_gone: 'targetGone', ignored: 'ignored', rule_off: 'ruleOff' } as const;

function ownStateLines(incident: Incident): Line[] {
  const { acknowledgedBy, acknowledgedAt, snoozedUntil, snoozedBy, closedAt } = incident;
  const { state } = t.alerts;
  switch (incident.state) {
    case 'open':
      return [[state.open]];
    case 'acknowledged':
      return [state.acknowledged(acknowledgedBy, acknowledgedAt)];
    case 'snoozed':
      return [state.snoozed(snoozedBy, snoozedUntil)];
    case 'recovered':
      return [
        [
          ...state.recovered(endOf(incident)),
          ...(acknowledgedBy === null ? [] : [' ', ...state.wasAcknowledged(acknowledgedBy)]),
        ],
      ];
    case 'closed':
      return [state[CLOSED_FOR[incident.closedFor ?? 'rule_off']](closedAt)];
    case 'muted':
      return [isAboutHeartbeat(incident) ? state.heartbeatReleased(closedAt) : mutedState(incident)];
  }
}

function mutedState(incident: Incident): Line {
  const { targets } = stillFiring(incident);
  return t.alerts.state.muted(incident.closedAt, targets.length, targets.some(wasUnstable));
}

/** With those of its targets that did not recover for good; with all where none is left. */
function stillFiring(incident: Incident): Incident {
  const targets = incident.targets.filter((each) => each.recoveredAt === null || wasUnstable(each));
  return targets.length === 0 ? incident : { ...incident, targets };
}
