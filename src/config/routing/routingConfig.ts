import { ON_CALL } from '../../alerting/routing/mentions';
import { SEVERITIES } from '../../alerting/severity/severity';
import type { AlertSettings } from '../../alerting/types';
import type { ConfigView } from '../sources';
import type { NotifyValues, RouteValues } from './routingSchema';

interface RoutingValues {
  readonly routes?: readonly RouteValues[] | undefined;
  readonly notify?: NotifyValues | undefined;
}

/** To which channels alerts go, and whom they mention. */
export const routingConfig = ({
  routes = [],
  notify = {},
}: RoutingValues): Pick<AlertSettings, 'routes' | 'mentions'> => ({
  routes,
  mentions: Object.fromEntries(SEVERITIES.map((severity) => [severity, notify[severity] ?? []])),
});

/** Checks how `routes` and `notify` fit to the rest. */
export function checkRouting({ values, sources, report }: ConfigView): void {
  for (const section of ['routes', 'notify'] as const)
    if (values[section] !== undefined && !sources.isSet('ALERT_CHANNEL'))
      report([section], 'is set, and ALERT_CHANNEL is not: set it, for alerts that no route fits');
  const isOnCallMissing = sources.input.on_call === undefined;
  for (const severity of SEVERITIES)
    if (isOnCallMissing && values.notify?.[severity]?.includes(ON_CALL))
      report(
        ['notify', severity],
        'names on_call, and nobody is on call: add the section on_call to the file, or name a user (U…)',
      );
}
