import type { Sandbox } from '../../../sandbox';
import type { Span } from '../../invariants/history';
import type { Instance } from '../instance';
import type { RedisUnderFault } from '../redis/fixture';

/** What a fault is made with. */
export interface Scene {
  readonly slack: Sandbox;
  readonly redis: RedisUnderFault;
  readonly instances: readonly [Instance, Instance];
  readonly log: (text: string) => void;
  /** Remembers that Slack had faults from then to now. */
  readonly slackWasUnhealthy: (span: Span) => void;
  readonly now: () => number;
}

/** Makes a fault for so many ms; resolves when it is undone. */
export type Fault = (scene: Scene, forMs: number, pick: number) => Promise<void>;
