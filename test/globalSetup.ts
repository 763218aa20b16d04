import { ensureRedisServer } from './helpers/ensureRedisServer';

/** Runs once before all test files, so that only one of jest's workers installs anything. */
export default function globalSetup(): void {
  ensureRedisServer();
}
