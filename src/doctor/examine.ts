import { ConfigError, loadBotConfig } from '../config';
import type { ConfigInput } from '../config/environment/readFiles';
import type { Finding } from './finding';
import { type DoctorDeps, runDoctor, toFinding } from './runDoctor';

/** What doctor finds in a configuration: where it is invalid, each of its problems. */
export async function examine(
  { env, file }: ConfigInput,
  deps: Omit<DoctorDeps, 'settings'>,
): Promise<readonly Finding[]> {
  try {
    return await runDoctor(loadBotConfig(env, file), { ...deps, settings: { ...file.texts, ...env } });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(toFinding('error'));
  }
}
