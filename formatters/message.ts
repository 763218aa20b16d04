import type { KnownBlock } from '@slack/types';

/** A Slack message: `text` is the whole sentence that notifications and screen readers speak. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}
