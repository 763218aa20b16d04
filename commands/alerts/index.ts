import { ackSubcommand } from './ack';
import { drillSubcommand } from './drill';
import { dropSubcommand } from './drop';
import { dutySubcommand } from './duty';
import { historySubcommand } from './history';
import { maintenanceSubcommand } from './maintenance';
import { mutedSubcommand, muteSubcommand, unmuteSubcommand } from './mute';
import { snoozeSubcommand } from './snooze';
import type { AlertSubcommand } from './subcommand';
import { testSubcommand } from './testAlert';
import { timelineSubcommand } from './timeline';
import { unsnoozeSubcommand } from './unsnooze';
import { whySubcommand } from './why';

/** Every subcommand of `/arb-alerts`, in the order of the help. */
export const ALERT_SUBCOMMANDS: readonly AlertSubcommand[] = [
  ackSubcommand,
  snoozeSubcommand,
  unsnoozeSubcommand,
  maintenanceSubcommand,
  muteSubcommand,
  unmuteSubcommand,
  mutedSubcommand,
  whySubcommand,
  historySubcommand,
  timelineSubcommand,
  dutySubcommand,
  dropSubcommand,
  testSubcommand,
  drillSubcommand,
];
