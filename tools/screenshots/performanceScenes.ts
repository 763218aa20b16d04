import type { Scene } from './scene';
import { seen } from './steps';

const asked = (name: string, command: string, title: string, situation: string): Scene => ({
  name,
  title,
  situation,
  command,
  past: true,
  env: { OPERATORS: 'U0OPERATOR', TIMEZONE: 'Asia/Seoul' },
  prepare: seen,
});

/** Whether it is making money: the demo has a month of made-up checks behind it. */
export const PERFORMANCE_SCENES: readonly Scene[] = [
  asked(
    'performance-day',
    '/arb-status paper docker 24h',
    'One trader, with the last 24 hours',
    'The trader runs, and has run all day.',
  ),
  asked(
    'performance-week',
    '/arb-status paper docker 7d',
    'One trader, with the last 7 days',
    'It was down four times, for 10 to 40 minutes: that time is cut out.',
  ),
  asked(
    'pnl-one',
    '/arb-pnl paper docker 10',
    'The balance change of one trader, day by day',
    'It has run for a month.',
  ),
  asked(
    'pnl-month',
    '/arb-pnl paper docker 30',
    'The same over 30 days',
    'Past 20 days the bars are weeks, and the table has pages.',
  ),
  asked('pnl-all', '/arb-pnl', 'All traders, the last 7 days', 'Two traders have a history.'),
  {
    ...asked(
      'pnl-noted',
      '/arb-pnl paper docker',
      'A withdrawal that was noted',
      'An operator has noted that 500,000 were taken out yesterday.',
    ),
    prepare: async (stage) => {
      await seen(stage);
      await stage.type('/arb-pnl note paper docker -500000 to cold storage at 2026-11-21 14:00');
    },
  },
  asked(
    'pnl-note',
    '/arb-pnl note paper docker -500000 to cold storage',
    'Noting a withdrawal',
    'Money was taken out of the account just now.',
  ),
  asked(
    'pnl-note-usage',
    '/arb-pnl note paper docker 500000',
    'An amount without a sign',
    'It is not said whether the money came or went.',
  ),
  asked(
    'rehearse',
    '/arb rehearse stale_after=12m since=7d',
    'Which alerts other settings would have sent',
    'The paper trader was down four times in the last week, for 10 to 40 min.',
  ),
  asked(
    'rehearse-problems',
    '/arb rehearse stale_aftr=2m balance_drop.percent=-3',
    'Settings that cannot be rehearsed',
    'One is misspelt, and one has a value that makes no sense.',
  ),
  asked('compare', '/arb compare live paper', 'Live against paper', 'Both run on docker.'),
  {
    ...asked(
      'performance-none',
      '/arb-status paper docker 24h',
      'A time of which nothing is recorded',
      'The bot has just been started for the first time.',
    ),
    past: false,
  },
];
