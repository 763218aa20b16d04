import { doctorText } from '../../formatters';
import { readConfigInput } from '../../src/config/environment/readFiles';
import { examine } from '../../src/doctor/examine';
import { exitCodeOfFindings } from '../../src/doctor/finding';
import { type Clock, systemClock } from '../../src/lib/clock';
import { addMs } from '../../src/lib/time';
import { keptLog } from '../../test/helpers/log';
import type { Prepared } from './prepared';

/** What doctor printed, and its exit code. */
export interface DoctorRun {
  readonly text: string;
  readonly code: number | NodeJS.Signals | null;
}

/** Runs doctor in this process, as main.ts does. */
export async function doctorInProcess({ env, cwd, aheadMs }: Prepared): Promise<DoctorRun> {
  const clock: Clock = { ...systemClock, now: () => addMs(systemClock.now(), aheadMs) };
  const input = readConfigInput(env, 'setups', cwd);
  const { log } = keptLog();
  const findings = await examine(input, { clock, log, nodeVersion: process.versions.node });
  return { text: doctorText(findings, 'UTC'), code: exitCodeOfFindings(findings) };
}
