/** How the figures of every message are shown. */
export interface FormatOptions {
  /** True when the state comes from the demo trading system; every message that shows data then says so. */
  readonly demo: boolean;
  /** The unit printed behind money, e.g. `KRW`. The traders report none, so null prints none. */
  readonly currency: string | null;
  /** Where the folder docs can be read, with a slash at its end; null or absent where that is not configured. */
  readonly docsUrl?: string | null;
}

/** How figures are shown in a terminal. */
export interface PlainTextOptions extends FormatOptions {
  /** The IANA zone in which times are shown, e.g. `Asia/Seoul`. */
  readonly zone: string;
}

/** How alerts are shown. */
export interface AlertOptions extends FormatOptions {
  /** The IANA zone of clock times where no reader's own zone can be had: in headings, and in "until 09:00". */
  readonly zone: string;
  /** The address of the runbook that is configured for a rule and a target; null, or absent, for none. */
  readonly runbookOf?: (rule: string, target: string) => string | null;
}
