import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ArbwatchProcess, runArbwatch, startArbwatch } from '../../test/helpers/arbwatchProcess';
import type { DoctorRun } from './inProcess';
import type { Prepared } from './prepared';
import type { BotVerdict } from './setUp';

const AHEAD_CLOCK = join(__dirname, 'aheadClock.mjs');

/** By then the bot has said how it is, in ms. */
const BOT_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 100;
const ENDS_WITHIN_MS = 10_000;

/** Runs `arbwatch doctor` as a process of its own. */
export async function doctorAsProcess(prepared: Prepared): Promise<DoctorRun> {
  const { code, stdout, stderr } = await runArbwatch({ args: ['doctor'], ...surroundings(prepared) });
  return { text: stdout + stderr, code };
}

/** Starts the bot as a process of its own, and resolves to what it does; `healthy` where it says that all is well. */
export async function botAsProcess(prepared: Prepared): Promise<BotVerdict | 'healthy'> {
  const bot = startArbwatch(surroundings(prepared));
  try {
    const endAt = performance.now() + BOT_LIMIT_MS;
    let last: BotVerdict | 'healthy' = 'unhealthy';
    while (performance.now() < endAt) {
      const seen = await look(bot);
      if (seen === 'stopping') return (await hasEnded(bot)) ? 'refuses' : 'unhealthy';
      if (seen !== null && seen !== 'healthy') return seen;
      last = seen ?? last;
      await sleep(LOOK_EVERY_MS);
    }
    return last;
  } finally {
    bot.child.kill('SIGKILL');
    await bot.ended();
  }
}

async function hasEnded({ child }: ArbwatchProcess): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < ENDS_WITHIN_MS && child.exitCode === null; waitedMs += LOOK_EVERY_MS)
    await sleep(LOOK_EVERY_MS);
  return child.exitCode !== null && child.exitCode !== 0;
}

/** Null while nothing can be said yet; `stopping` for one whose token Slack refuses, which ends in a moment. */
async function look(bot: ArbwatchProcess): Promise<BotVerdict | 'healthy' | 'stopping' | null> {
  if (bot.child.exitCode !== null) return bot.child.exitCode === 0 ? null : 'refuses';
  const port = /"port":(\d+),"msg":"listening"/.exec(bot.stdout())?.[1];
  if (port === undefined) return null;
  const response = await fetch(`http://127.0.0.1:${port}/healthz/alerting`).catch(() => null);
  if (response === null) return null;
  if (response.status === 404) return 'notWatching';
  const parts = (await response.json()) as Readonly<Record<string, { ready: boolean; detail: string }>>;
  const notReady = Object.values(parts).filter(({ ready }) => !ready);
  if (/token rejected/.test(parts.setup?.detail ?? '')) return 'stopping';
  // What every bot says of itself before its first check is no verdict.
  if (notReady.some(({ detail }) => !detail.startsWith('no successful check yet'))) return 'unhealthy';
  if (notReady.length > 0) return null;
  const isNamed = /only warned of|of the configuration file/.test(
    `${parts.setup?.detail} ${parts.traders?.detail}`,
  );
  return isNamed ? 'warns' : 'healthy';
}

const surroundings = ({ env, cwd, aheadMs }: Prepared) => ({
  cwd,
  env:
    aheadMs === 0
      ? env
      : { ...env, NODE_OPTIONS: `--import=${AHEAD_CLOCK}`, SETUPS_AHEAD_MS: String(aheadMs) },
});
