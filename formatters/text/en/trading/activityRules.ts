import type { Details } from '../../../../src/alerting/rules/details';
import { joined, type Line, line, time } from '../../../blockKit/blocks';
import { instantIn, numberIn } from '../../details';
import { percentage, signedPercentage } from '../../numbers';
import { duration } from '../units';

function noTrades(details: Details): { title: string; text: Line } {
  const from = instantIn(details, 'countedFrom');
  const last = instantIn(details, 'lastTrade');
  const afterMs = numberIn(details, 'afterMs');
  return {
    title: 'No trades',
    text: joined([
      'has made no trade',
      from && from.getTime() !== last?.getTime() ? line` since ${time(from)},` : null,
      afterMs === null ? null : ` for ${duration(afterMs)} or more of its trading hours`,
      last === null ? '; none was seen before' : line`; the last one was seen ${time(last)}`,
    ]),
  };
}

function divergence(details: Details): { title: string; text: Line } {
  const [live, paper] = [numberIn(details, 'live'), numberIn(details, 'paper')];
  const [comparedMs, withinMs] = [numberIn(details, 'comparedMs'), numberIn(details, 'withinMs')];
  const at = instantIn(details, 'divergedAt');
  if (live === null || paper === null)
    return { title: 'Live and paper diverge', text: ['has another balance change than its paper trader'] };
  const points = percentage(Math.abs(live - paper)).replace(' %', ' percentage points');
  return {
    title: 'Live and paper diverge',
    text: joined([
      `has a balance change of ${signedPercentage(live)}, the paper trader of its env one of ${signedPercentage(paper)}: ${points} apart`,
      withinMs === null ? null : ` within ${duration(withinMs)}`,
      comparedMs === null ? null : ` (both ran for ${duration(comparedMs)} of it)`,
      at && line`, noticed ${time(at)}`,
      '. A deposit or a withdrawal looks the same',
    ]),
  };
}

/** What the rules about what a trader achieves find. */
export const activityRules = { no_trades: noTrades, divergence };
