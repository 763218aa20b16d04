import { arb } from './arb';
import { arbAlerts } from './arbAlerts';
import { arbDigest } from './arbDigest';
import { arbPnl } from './arbPnl';
import { arbPositions } from './arbPositions';
import { arbStatus } from './arbStatus';
import { arbTuning } from './arbTuning';
import type { Command } from './command';

/** Every slash command. */
export const COMMANDS: readonly Command[] = [
  arbStatus,
  arbPnl,
  arbPositions,
  arbTuning,
  arbAlerts,
  arbDigest,
  arb,
];
