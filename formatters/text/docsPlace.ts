import type { TextSpan } from '../blockKit/blocks';
import { t } from './catalogue';

/** What the trading system does not do, and how to mend it. */
export const TRADING_SYSTEM_PAGE = 'trading-system.md';

/** The address of a heading in the documentation; null where no address of it is configured. */
export const docsUrlOf = (
  page: string,
  heading: string,
  docsUrl: string | null | undefined,
): string | null => (docsUrl == null ? null : `${docsUrl}${page}#${anchorOf(heading)}`);

/** Where a heading of the documentation is: a link where that is configured. */
export function docsPlace(page: string, heading: string, docsUrl: string | null | undefined): TextSpan {
  const url = docsUrlOf(page, heading, docsUrl);
  return url === null ? t.live.hintPlace(page, heading) : { link: url, text: heading };
}

/** The anchor of a heading as GitHub and most others make it. */
const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');
