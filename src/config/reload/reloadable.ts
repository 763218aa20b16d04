import type { SettingName } from '../schema/settings';

/** What a reload of the file applies, and instances must agree on, as on all sections of the file. */
export const SHARED_SETTINGS: readonly SettingName[] = [
  ...([
    'ENVS',
    'HEARTBEAT_COMPONENTS',
    'STALE_AFTER',
    'FROZEN_AFTER',
    'CURRENCY',
    'DOCS_URL',
    'LANGUAGE',
  ] as const),
  ...(['ALERT_CHANNEL', 'ALERT_FALLBACK_CHANNEL', 'CHECK_INTERVAL', 'OUTAGE_AFTER'] as const),
  ...(['DIGEST_CRON', 'TIMEZONE', 'VIEWERS', 'OPERATORS'] as const),
];

/** What a reload of the file applies, and each instance may have of its own. */
export const INSTANCE_SETTINGS: readonly SettingName[] = ['LOG_LEVEL', 'DEADMAN_PING_URL'];

/** Whether a reload applies it; else a restart does. */
export const isReloadable = (name: SettingName): boolean =>
  SHARED_SETTINGS.includes(name) || INSTANCE_SETTINGS.includes(name);
