import { builtProgram } from './helpers/builtProgram';
import { ensureRedisServer } from './helpers/ensureRedisServer';

/** Runs once before all test files, so that only one of jest's workers installs or builds anything. */
export default function globalSetup({ nonFlagArgs }: { readonly nonFlagArgs: readonly string[] }): void {
  ensureRedisServer();
  // Of some tests alone, those that need it build it.
  if (nonFlagArgs.length === 0) builtProgram();
}
