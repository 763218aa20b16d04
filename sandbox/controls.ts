/** A thing on the page that a person can do to the demo world. */
export interface Control {
  /** For example `stop-paper-docker`. */
  readonly id: string;
  /** The heading it stands under, for example `paper docker`, `Redis`, `Slack`. */
  readonly group: string;
  /** What the button does now, for example `Stop the trader`. */
  readonly label: string;
  /** What is so now, for example `running`, `stopped`, `frozen`. */
  readonly state: string;
}

/** What the page asks of the demo world; the page draws it and presses it, nothing more. */
export interface Controls {
  list(): readonly Control[];
  /** @throws {Error} When there is no control of that id, or what it does failed. */
  press(id: string): Promise<void>;
  /** Calls the listener whenever a label or a state changed; returns what ends that. */
  onChange(listener: () => void): () => void;
}
