import type { Hint } from '../../src/alerting/hints';
import type { TargetView } from '../../src/alerting/targetStates';
import type { Digest } from '../../src/digests/digest';
import { type Line, slackLink } from '../blockKit/blocks';
import type { FormatOptions } from '../blockKit/options';
import { upperFirst } from '../text/case';
import { catalogues, t } from '../text/catalogue';
import { docsPlace, docsUrlOf, TRADING_SYSTEM_PAGE as PAGE } from '../text/docsPlace';
import { joinNames } from '../text/lists';
import { targetLabel } from '../text/targetNames';

/* What the trading system does not do, in a line each; docs/trading-system.md says how to mend it. */

const TARGETS_NAMED = 6;

/** For small print, as mrkdwn. */
export const hintLines = ({ hints }: TargetView, { docsUrl }: FormatOptions): string[] =>
  hints.map((hint) => {
    const url = urlOf(hint, docsUrl);
    const place = url === null ? t.live.hintPlace(PAGE, headingOf(hint)) : slackLink(url, headingOf(hint));
    return t.live.hint(textOf(hint), place).join('');
  });

/** Those of a digest, each with its targets. */
export const digestHintLines = ({ hints }: Digest, { docsUrl }: FormatOptions): Line[] =>
  hints.map(({ hint, targets }) => {
    const { subject, predicate } = t.live.hints[hint];
    const names = joinNames(targets.map(targetLabel), TARGETS_NAMED);
    const place = docsPlace(PAGE, headingOf(hint), docsUrl);
    return t.live.hint(subject === null ? `${upperFirst(predicate)}: ${names}` : textOf(hint), place);
  });

function textOf(hint: Hint): string {
  const { subject, predicate } = t.live.hints[hint];
  return subject === null ? t.live.hintOfTrader(predicate) : `${subject} ${predicate}`;
}

/** As the page has it, which is in English. */
const headingOf = (hint: Hint): string => catalogues.en.live.hints[hint].heading;

const urlOf = (hint: Hint, docsUrl: string | null | undefined): string | null =>
  docsUrlOf(PAGE, headingOf(hint), docsUrl);
