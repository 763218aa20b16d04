import { severitySchema } from '../severity/severitySettings';
import { ruleModeSchema } from './ruleMode';
import { runbookSchema } from './runbook';

/** What every rule has in the configuration beside its own settings; its file does not read them. */
export const COMMON_SHAPE = {
  mode: ruleModeSchema.default('on'),
  severity: severitySchema.optional(),
  runbook_url: runbookSchema.optional(),
} as const;

/** A rule's part of the configuration without them. */
export const ownSettings = (part: object): object =>
  Object.fromEntries(Object.entries(part).filter(([key]) => !Object.hasOwn(COMMON_SHAPE, key)));
