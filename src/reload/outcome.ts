import type { Activator, ActiveConfiguration } from '../alerting/configuration/activeConfiguration';
import type { ReportedProblem } from '../alerting/configuration/configurationReport';
import type { ConfigurationStatus } from '../alerting/configuration/configurationStatus';
import type { SettingChange } from '../alerting/configuration/settingChanges';

/** Which configuration this instance has, beside the one that was activated last. */
export interface InstanceConfiguration {
  readonly status: ConfigurationStatus;
  /** The generation that this instance has; null while it is not known, and without an alert channel. */
  readonly generation: number | null;
  /** What was activated last, by whichever instance; null where nothing was. */
  readonly active: Pick<ActiveConfiguration, 'generation' | 'activatedAt' | 'activatedBy'> | null;
  /** The host of this instance; null where that is not known. */
  readonly host: string | null;
}

interface Read {
  /** Changed settings that only a restart applies, by their names. */
  readonly needsRestart: readonly string[];
}

/** What came of a reload. */
export type ReloadOutcome =
  | (Read & {
      readonly kind: 'applied';
      readonly changes: readonly SettingChange[];
      /**
       * `announced` in the alert channel; `later`: once the store takes it; `alone`: it concerns this instance alone;
       * `nowhere`: there is no alert channel.
       */
      readonly told: 'announced' | 'later' | 'alone' | 'nowhere';
      readonly generation: number | null;
    })
  | (Read & { readonly kind: 'unchanged'; readonly instance: InstanceConfiguration })
  | (Read & { readonly kind: 'refused'; readonly problems: readonly ReportedProblem[] })
  /** The bot was started without the means to read its configuration again, as the demo is. */
  | { readonly kind: 'unavailable' };

/** Reads the configuration again, and applies it where it is valid. Never rejects. */
export type Reload = (how: Activator['how'], userId: string | null) => Promise<ReloadOutcome>;
