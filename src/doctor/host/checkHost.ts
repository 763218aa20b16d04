import type { BotConfig } from '../../config';
import { isSet } from '../../config/sources';
import type { Clock } from '../../lib/clock';
import type { Finding } from '../finding';
import { checkEnvironment, type HostFacts } from './environmentChecks';
import { checkHistory } from './historyCheck';
import { checkOutside } from './outsideChecks';
import { checkPorts } from './portCheck';

export interface CheckHostDeps extends HostFacts {
  readonly clock: Clock;
  /** Does not try the port, which a running bot has open itself. */
  readonly quiet: boolean;
}

/** What this machine gives, and what is set of zone, currency and roles. */
export async function checkHost(config: BotConfig, deps: CheckHostDeps): Promise<Finding[]> {
  const [port, outside] = await Promise.all([
    deps.quiet ? [] : checkPorts(config),
    config.alerts === null ? [] : checkOutside(config.alerts, deps),
  ]);
  return [
    ...checkDefaults(config, deps),
    ...port,
    ...checkHistory(config),
    ...outside,
    ...checkEnvironment(deps),
  ];
}

/** What is easily left as it is, and seldom meant so. */
function checkDefaults(
  { roles, timezone, currency, currencies }: BotConfig,
  { settings, clock }: CheckHostDeps,
): Finding[] {
  const named = roles.operators !== null;
  const isDefault = settings !== null && !isSet(settings.TIMEZONE);
  return [
    { check: 'operators', level: named ? 'ok' : 'warning', is: named ? 'named' : 'nobody' },
    { check: 'zone', level: 'ok', is: isDefault ? 'default' : 'set', zone: timezone, now: clock.now() },
    { check: 'currency', level: 'ok', ...currencyFound(currency, currencies) },
  ];
}

function currencyFound(currency: string | null, currencies: BotConfig['currencies']) {
  if (currencies.length > 0) {
    const targets = currencies.map((each) => `${each.targets} ${each.currency}`).join(', ');
    return { is: 'by_target', currency, targets } as const;
  }
  return currency === null ? ({ is: 'not_set' } as const) : ({ is: 'set', currency } as const);
}
