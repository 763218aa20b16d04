import { alertQueries } from './alerting/alertQueries';
import { alerts } from './alerting/alerts';
import { evidence } from './alerting/evidence';
import { reasons } from './alerting/reasons';
import { rehearsal } from './alerting/rehearsal';
import { relapses } from './alerting/relapses';
import { rules } from './alerting/rules';
import { silences } from './alerting/silences';
import { times } from './alerting/times';
import { answers } from './answers';
import { commands } from './commands';
import { common } from './common';
import { configuration } from './configuration';
import { conversation } from './conversation/conversation';
import { follow } from './conversation/follow';
import { home } from './conversation/home';
import { personal } from './conversation/personal';
import { shortcuts } from './conversation/shortcuts';
import { digest } from './digest';
import { doctor } from './doctor/doctor';
import { errors } from './errors';
import { live } from './live';
import { drill } from './paging/drill';
import { escalation } from './paging/escalation';
import { webhooks } from './paging/webhooks';
import { terminal } from './terminal/commandLine';
import { transfer } from './terminal/transfer';
import { charts } from './trading/charts';
import { performance } from './trading/performance';
import { records } from './trading/records';
import { tuning } from './tuning';
import { ago, approximately, duration, largeAmount, ordinal } from './units';

/** English. */
export const en = {
  common,
  live,
  alerts,
  alertQueries,
  answers,
  charts,
  performance,
  personal,
  escalation,
  evidence,
  reasons,
  rehearsal,
  relapses,
  records,
  rules,
  shortcuts,
  silences,
  times,
  tuning,
  digest,
  follow,
  drill,
  errors,
  home,
  doctor,
  commands,
  configuration,
  conversation,
  terminal,
  transfer,
  webhooks,
  /** How times and counts read; `locale` is that of dates in charts. */
  units: { duration, approximately, ago, ordinal, largeAmount, locale: 'en-GB' },
};
