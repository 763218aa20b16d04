import type { AlertSettings } from '../../alerting';
import { ruleModeOf } from '../../alerting/ruleSettings/ruleMode';

/** What these go by is not in the history: orders, prices, tuning sessions, control states. */
export const UNRECORDED_RULES = ['order_problem', 'price_feed', 'tuning', 'control'] as const;
export type UnrecordedRule = (typeof UNRECORDED_RULES)[number];

/** They alert of nothing. */
const SILENT_RULES = ['counter_reset', 'uptime_totals'] as const;

const OFF = Object.fromEntries([...UNRECORDED_RULES, ...SILENT_RULES].map((rule) => [rule, { mode: 'off' }]));

/** The settings as they are rehearsed: at the pace of the recorded checks, and without what cannot be, or pages people. */
export function rehearsedSettings(settings: AlertSettings, checkIntervalMs: number): AlertSettings {
  const { content: _, startedAt: __, paging: ___, ...kept } = settings;
  return { ...kept, checkIntervalMs, rules: { ...settings.rules, ...OFF } };
}

/** Which of them are on, and cannot be rehearsed. */
export const unrecordedRulesIn = ({ rules }: Pick<AlertSettings, 'rules'>): readonly UnrecordedRule[] =>
  UNRECORDED_RULES.filter((rule) => ruleModeOf(rules, rule, '') !== 'off');
