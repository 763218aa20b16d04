import { common } from './common';
import { digest } from './digest';
import { errors } from './errors';
import { live } from './live';
import { tuning } from './tuning';

/** English. */
export const en = { common, live, tuning, digest, errors };
