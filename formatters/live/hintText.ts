import type { Hint } from '../../src/alerting/hints';
import type { TargetView } from '../../src/alerting/targetStates';
import type { Digest } from '../../src/digests/digest';
import { slackLink, type TextSpan } from '../blockKit/blocks';
import type { FormatOptions } from '../blockKit/options';
import { upperFirst } from '../text/case';
import { joinNames } from '../text/lists';
import { targetWords } from '../text/targetNames';

/* What the trading system does not do, in a line each; docs/trading-system.md says how to mend it. */

interface HintWords {
  /** Of whom it is said; null for the trader. */
  readonly subject: string | null;
  readonly predicate: string;
  /** The heading of the page. */
  readonly heading: string;
}

export const HINT_WORDS: Readonly<Record<Hint, HintWords>> = {
  no_heartbeat: {
    subject: null,
    predicate: 'writes neither heartbeats nor metrics',
    heading: 'The live trader writes no heartbeat and no metrics',
  },
  raised_flag: {
    subject: null,
    predicate: 'has a flag above 1, which one decrement does not switch off',
    heading: 'Flags can only be incremented',
  },
  outdated_metrics: {
    subject: null,
    predicate: 'no longer writes its metrics, and the old ones are still there',
    heading: 'Old metrics stay in Redis',
  },
  eviction: {
    subject: 'Redis',
    predicate: 'may evict keys of any kind when its memory is full',
    heading: 'Production Redis evicts',
  },
};

const PAGE = 'trading-system.md';
const TARGETS_NAMED = 6;

/** For small print, as mrkdwn. */
export const hintLines = ({ hints }: TargetView, { docsUrl }: FormatOptions): string[] =>
  hints.map((hint) => {
    const url = urlOf(hint, docsUrl);
    const { heading } = HINT_WORDS[hint];
    return `${sentence(hint)} See ${url === null ? placeOf(heading) : slackLink(url, heading)}.`;
  });

/** For a terminal, which makes links of addresses. */
export const hintTexts = ({ hints }: TargetView, { docsUrl }: FormatOptions): string[] =>
  hints.map((hint) => `${sentence(hint)} See ${urlOf(hint, docsUrl) ?? placeOf(HINT_WORDS[hint].heading)}`);

/** Those of a digest, each with its targets. */
export const digestHintLines = ({ hints }: Digest, { docsUrl }: FormatOptions): TextSpan[][] =>
  hints.map(({ hint, targets }) => {
    const { subject, predicate, heading } = HINT_WORDS[hint];
    const url = urlOf(hint, docsUrl);
    const names = joinNames(targets.map(targetWords), TARGETS_NAMED);
    const said = subject === null ? `💡 ${upperFirst(predicate)}: ${names}.` : sentence(hint);
    return [`${said} See `, ...(url === null ? [placeOf(heading)] : [{ link: url, text: heading }]), '.'];
  });

const sentence = (hint: Hint): string => {
  const { subject, predicate } = HINT_WORDS[hint];
  return `💡 ${subject ?? 'This trader'} ${predicate}.`;
};

const placeOf = (heading: string): string => `docs/${PAGE}, “${heading}”`;

const urlOf = (hint: Hint, docsUrl: string | null | undefined): string | null =>
  docsUrl == null ? null : `${docsUrl}${PAGE}#${anchorOf(HINT_WORDS[hint].heading)}`;

/** The anchor of a heading as GitHub and most others make it. */
const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');
