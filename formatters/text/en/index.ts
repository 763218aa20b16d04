import { alertQueries } from './alertQueries';
import { alerts } from './alerts';
import { commands } from './commands';
import { common } from './common';
import { digest } from './digest';
import { errors } from './errors';
import { live } from './live';
import { rules } from './rules';
import { times } from './times';
import { tuning } from './tuning';

/** English. */
export const en = { common, live, alerts, alertQueries, rules, tuning, digest, errors, commands, times };
