import type { z } from 'zod';
import { FILE_SECTIONS } from './sections';
import { MONITOR_SETTINGS, SETTINGS } from './settings';

const { targets, discover, rules } = FILE_SECTIONS;

/** All that the terminal reads. */
export const MONITOR_SHAPE = { ...MONITOR_SETTINGS, targets, discover, rules };
export type MonitorValues = z.output<z.ZodObject<typeof MONITOR_SHAPE>>;

/** All that there is. */
export const BOT_SHAPE = { ...SETTINGS, ...FILE_SECTIONS };
export type BotValues = z.output<z.ZodObject<typeof BOT_SHAPE>>;
