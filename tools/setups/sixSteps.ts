import { startArbwatch } from '../../test/helpers/arbwatchProcess';
import { doctorAsProcess } from './asProcess';
import { prepare } from './prepared';
import type { World } from './world';

/** A step of the README's "Connect a workspace", and how the lines begin by which doctor verifies it. */
const STEPS: readonly { readonly step: string; readonly says: readonly string[] }[] = [
  {
    step: 'Create the app from the manifest',
    says: ['The bot token has all scopes', "Slack takes every kind of block of which the bot's messages"],
  },
  {
    step: 'Generate the app-level token',
    says: ['Slack accepts SLACK_APP_TOKEN', 'Both tokens are of the app'],
  },
  { step: 'Install the app to the workspace', says: ['Slack accepts SLACK_BOT_TOKEN, in the workspace'] },
  {
    step: 'Write `.env`: channel, Redis, roles, time zone, currency',
    says: [
      'A message was posted to',
      "The traders' Redis at",
      'Redis allows every command that reads the traders',
      "Redis allows everything that the bot's own keys need",
      'Trader paper:docker last wrote at',
      'OPERATORS names who may',
      'Slack knows 1 person',
      'The time zone is',
      'Balances are shown in',
    ],
  },
  { step: 'Run doctor', says: ['Everything that the bot needs works.'] },
  { step: 'Start the bot', says: ['On the port'] },
];

export interface VerifiedStep {
  readonly step: string;
  /** As they were printed; null for one that was not. */
  readonly lines: readonly (string | null)[];
}

/** Runs the bot as the README's steps make it, and doctor beside it. */
export async function verifySixSteps(world: World): Promise<readonly VerifiedStep[]> {
  await world.heal();
  const env = { TIMEZONE: 'Asia/Seoul', CURRENCY: 'KRW', PORT: '13000' };
  const prepared = prepare({ env }, world);
  const bot = startArbwatch({ env: prepared.env, cwd: prepared.cwd });
  try {
    await bot.says('"msg":"listening"');
    const { text } = await doctorAsProcess(prepared);
    const printed = text.split('\n').map((line) => line.replace(/^ok +/, '').trimEnd());
    return STEPS.map(({ step, says }) => ({
      step,
      lines: says.map((start) => printed.find((line) => line.startsWith(start)) ?? null),
    }));
  } finally {
    bot.child.kill('SIGTERM');
    await bot.ended();
  }
}
