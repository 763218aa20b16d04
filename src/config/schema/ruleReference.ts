import { z } from 'zod';
import { RULES } from '../../alerting';
import { controlSettingsSchema } from '../../alerting/controls';
import { tuningSettingsSchema } from '../../alerting/tuning';

/** One setting of a rule, for people. */
export interface RuleSetting {
  readonly name: string;
  /** What a right value is, as the end of "… must be". */
  readonly expected: string;
  /** As a person would write it. */
  readonly fallback: string;
}

export interface RuleShape {
  readonly rule: string;
  readonly settings: readonly RuleSetting[];
  /** Whether its settings may differ by target. */
  readonly byTarget: boolean;
}

const property = z.looseObject({
  default: z.unknown(),
  type: z.string().optional(),
  anyOf: z.array(z.unknown()).optional(),
});
const shape = z.looseObject({ properties: z.record(z.string(), property) });

const EXPECTED: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  number: 'a number above 0',
  integer: 'a whole number',
  string: 'a text',
};

/** What either a number or a text is, is a length of time: see `durationSchema` in src/lib/time.ts. */
const expectedOf = ({ type, anyOf }: z.output<typeof property>): string =>
  anyOf !== undefined
    ? 'a length of time such as 90s, 10m or 1h, or a number of seconds'
    : (EXPECTED[type ?? ''] ?? 'as in docs/configuration.md');

function describeRule(rule: string, schema: z.ZodType, byTarget: boolean): RuleShape {
  const { properties } = shape.parse(z.toJSONSchema(schema, { io: 'input' }));
  const settings = Object.entries(properties).map(([name, described]) => ({
    name,
    expected: expectedOf(described),
    fallback: String(described.default),
  }));
  return { rule, settings, byTarget };
}

/** Every part of `rules` in the configuration file, from the rules' own schemas. */
export const RULE_REFERENCE: readonly RuleShape[] = [
  ...RULES.map(({ name, settingsSchema }) => describeRule(name, settingsSchema, true)),
  describeRule('tuning', tuningSettingsSchema, false),
  describeRule('control', controlSettingsSchema, false),
];
