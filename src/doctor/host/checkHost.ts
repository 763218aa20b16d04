import type { BotConfig } from '../../config';
import { isSet } from '../../config/sources';
import type { Clock } from '../../lib/clock';
import type { Finding } from '../finding';
import { checkEnvironment, type HostFacts } from './environmentChecks';
import { checkOutside } from './outsideChecks';
import { checkPort } from './portCheck';

export interface CheckHostDeps extends HostFacts {
  readonly clock: Clock;
  /** Does not try the port, which a running bot has open itself. */
  readonly quiet: boolean;
}

/** What this machine gives, and what is set of zone, currency and roles. */
export async function checkHost(config: BotConfig, deps: CheckHostDeps): Promise<Finding[]> {
  const [port, outside] = await Promise.all([
    deps.quiet ? [] : checkPort(config),
    config.alerts === null ? [] : checkOutside(config.alerts, deps),
  ]);
  return [...checkDefaults(config, deps), ...port, ...outside, ...checkEnvironment(deps)];
}

/** What is easily left as it is, and seldom meant so. */
function checkDefaults(
  { roles, timezone, currency }: BotConfig,
  { settings, clock }: CheckHostDeps,
): Finding[] {
  const named = roles.operators !== null;
  const isDefault = settings !== null && !isSet(settings.TIMEZONE);
  return [
    { check: 'operators', level: named ? 'ok' : 'warning', is: named ? 'named' : 'nobody' },
    { check: 'zone', level: 'ok', is: isDefault ? 'default' : 'set', zone: timezone, now: clock.now() },
    currency === null
      ? { check: 'currency', level: 'ok', is: 'not_set' }
      : { check: 'currency', level: 'ok', is: 'set', currency },
  ];
}
