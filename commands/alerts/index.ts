import { ackSubcommand } from './ack';
import { drillSubcommand } from './drill';
import { dropSubcommand } from './drop';
import { dutySubcommand } from './duty';
import { maintenanceSubcommand } from './maintenance';
import { mutedSubcommand, muteSubcommand, unmuteSubcommand } from './mute';
import { snoozeSubcommand } from './snooze';
import type { AlertSubcommand } from './subcommand';
import { testSubcommand } from './testAlert';
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
  dutySubcommand,
  dropSubcommand,
  testSubcommand,
  drillSubcommand,
];
