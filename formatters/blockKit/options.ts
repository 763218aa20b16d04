import type { Currencies } from '../text/currency';

/** How the figures of every message are shown. Money has the unit that is configured for its target, or none. */
export interface FormatOptions extends Currencies {
  /** True when the state comes from the demo trading system; every message that shows data then says so. */
  readonly demo: boolean;
  /** Where the folder docs can be read, with a slash at its end; null or absent where that is not configured. */
  readonly docsUrl?: string | null;
  /** It is for a terminal, where Slack's limits do not hold. */
  readonly isUnlimited?: true;
}

/** How alerts are shown. */
export interface AlertOptions extends FormatOptions {
  /** The IANA zone of clock times where no reader's own zone can be had: in headings, and in "until 09:00". */
  readonly zone: string;
  /** The address of the runbook that is configured for a rule and a target; null, or absent, for none. */
  readonly runbookOf?: (rule: string, target: string) => string | null;
}
