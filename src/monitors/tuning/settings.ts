import { DEFAULT_KEY_PREFIX } from '../../state/keys';

export interface TuningMonitorSettings {
  readonly keyPrefix: string;
  /** The zone of the zoneless times that workers and jobs write: an IANA name. */
  readonly zone: string;
}

export const DEFAULT_TUNING_SETTINGS: TuningMonitorSettings = { keyPrefix: DEFAULT_KEY_PREFIX, zone: 'UTC' };
