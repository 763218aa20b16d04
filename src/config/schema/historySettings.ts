import { z } from 'zod';
import { setting } from './setting';

/** Where the history of checks is kept. */
export const HISTORY_SETTINGS = {
  HISTORY_FILE: setting(z.string().min(1).max(1_000), {
    description:
      'The SQLite file in which each check records what it found, for charts and for days and weeks: see [history.md](history.md). Relative to the working directory. `memory` keeps it in memory, where it is lost with the process; `off` keeps none. Where the file cannot be written, memory is used, and that is logged. Needs `ALERT_CHANNEL`: without it, nothing is checked.',
    expected: 'the path of a file, memory or off',
    example: '/var/lib/arbwatch/history.sqlite',
    default: 'data/history.sqlite',
  }),
} as const;
