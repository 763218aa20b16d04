import type { Sandbox } from '../../../sandbox';
import type { Span } from '../../invariants/history';
import type { Copy } from '../copy';
import type { RedisUnderFault } from '../redis/fixture';

/** What a fault is made with. */
export interface Scene {
  readonly slack: Sandbox;
  readonly redis: RedisUnderFault;
  readonly copies: readonly [Copy, Copy];
  readonly tell: (text: string) => void;
  /** Remembers that Slack was not well from then to now. */
  readonly slackWasUnwell: (span: Span) => void;
  readonly now: () => number;
}

/** Makes a fault for so many ms; resolves when it is undone. */
export type Fault = (scene: Scene, forMs: number, pick: number) => Promise<void>;
