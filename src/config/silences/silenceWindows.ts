import type { SilenceWindow } from '../../alerting/silences/windows';
import type { MaintenanceValues, QuietHoursValues } from './silenceSchema';

/** The recurring silences of the configuration. */
export const silenceWindows = (
  maintenance: NonNullable<MaintenanceValues>,
  quietHours: NonNullable<QuietHoursValues>,
  timezone: string,
): readonly SilenceWindow[] => [
  ...maintenance.map(
    ({
      days = null,
      zone = timezone,
      rules = null,
      reason = null,
      include_critical,
      ...rest
    }): SilenceWindow => ({
      ...rest,
      ...{ kind: 'maintenance', days, zone, rules, reason, severities: null },
      includesCritical: include_critical,
    }),
  ),
  ...quietHours.map(
    ({ days = null, zone = timezone, severities, from, to }): SilenceWindow => ({
      ...{ kind: 'quiet_hours', name: `${severities.join('+')} ${from}-${to}`, targets: ['*'], rules: null },
      ...{
        severities,
        includesCritical: severities.includes('critical'),
        days,
        from,
        to,
        zone,
        reason: null,
      },
    }),
  ),
];
