import type { Hint } from '../../src/alerting/hints';
import type { TargetView } from '../../src/alerting/targetStates';
import type { Digest } from '../../src/digests/digest';
import { type Line, slackLink, type TextSpan } from '../blockKit/blocks';
import type { FormatOptions } from '../blockKit/options';
import { upperFirst } from '../text/case';
import { t } from '../text/catalogue';
import { joinNames } from '../text/lists';
import { targetLabel } from '../text/targetNames';

/* What the trading system does not do, in a line each; docs/trading-system.md says how to mend it. */

const PAGE = 'trading-system.md';
const TARGETS_NAMED = 6;

/** For small print, as mrkdwn. */
export const hintLines = ({ hints }: TargetView, { docsUrl }: FormatOptions): string[] =>
  hints.map((hint) => {
    const url = urlOf(hint, docsUrl);
    const { heading } = t.live.hints[hint];
    return t.live.hint(textOf(hint), url === null ? placeOf(hint) : slackLink(url, heading)).join('');
  });

/** Those of a digest, each with its targets. */
export const digestHintLines = ({ hints }: Digest, { docsUrl }: FormatOptions): Line[] =>
  hints.map(({ hint, targets }) => {
    const { subject, predicate, heading } = t.live.hints[hint];
    const url = urlOf(hint, docsUrl);
    const names = joinNames(targets.map(targetLabel), TARGETS_NAMED);
    const place: TextSpan = url === null ? placeOf(hint) : { link: url, text: heading };
    return t.live.hint(subject === null ? `${upperFirst(predicate)}: ${names}` : textOf(hint), place);
  });

function textOf(hint: Hint): string {
  const { subject, predicate } = t.live.hints[hint];
  return subject === null ? t.live.hintOfTrader(predicate) : `${subject} ${predicate}`;
}

const placeOf = (hint: Hint): string => t.live.hintPlace(PAGE, t.live.hints[hint].heading);

const urlOf = (hint: Hint, docsUrl: string | null | undefined): string | null =>
  docsUrl == null ? null : `${docsUrl}${PAGE}#${anchorOf(t.live.hints[hint].heading)}`;

/** The anchor of a heading as GitHub and most others make it. */
const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');
