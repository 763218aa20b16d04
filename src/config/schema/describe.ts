import { z } from 'zod';
import { FILE_SECTIONS } from './sections';
import { type SettingMeta, settingMeta } from './setting';

type Described = Pick<SettingMeta, 'expected' | 'example'>;

/** What people read about the key at a path in the file, or about the nearest key around it. */
export function describePath([section = '', ...path]: readonly string[]): Described {
  let schema: z.ZodType | undefined = FILE_SECTIONS[section as keyof typeof FILE_SECTIONS];
  let found: Described = { expected: 'keys and values', example: 'log_level: info' };
  for (const step of [null, ...path]) {
    if (step !== null) schema = childOf(schema, step);
    if (schema === undefined) break;
    found = settingMeta.get(schema) ?? describeRuleSetting(schema, step) ?? found;
  }
  return found;
}

/** The keys that there may be at a path in the file. */
export function keysAt([section = '', ...path]: readonly string[]): readonly string[] {
  let schema: z.ZodType | undefined = FILE_SECTIONS[section as keyof typeof FILE_SECTIONS];
  for (const step of path) schema = childOf(schema, step);
  return Object.keys(shapeOf(schema));
}

/** Those of rules that do not say by their type what they may be. */
const RULE_SETTINGS: Readonly<Record<string, Described>> = {
  runbook_url: {
    expected: 'the https address of a page',
    example: 'runbook_url: https://wiki.example.com/trader-down',
  },
  ignore: { expected: 'a list of names', example: 'ignore: [upbit]' },
  hours: {
    expected: 'two different clock times in quotes, such as "09:00-15:30"; the hours may end on the next day',
    example: "hours: '00:00-24:00'",
  },
  days: {
    expected: 'a list of mon, tue, wed, thu, fri, sat and sun',
    example: 'days: [mon, tue, wed, thu, fri]',
  },
  zone: { expected: 'an IANA time zone, such as Asia/Seoul', example: 'zone: Asia/Seoul' },
};

/** A rule's setting is one of some words, or has a default and says by its type what it may be; null for what is none. */
function describeRuleSetting(schema: z.ZodType, name: string | null): Described | null {
  if (name !== null && Object.hasOwn(RULE_SETTINGS, name)) return RULE_SETTINGS[name] ?? null;
  const choices = unwrapped(schema);
  if (choices instanceof z.ZodEnum)
    return {
      expected: new Intl.ListFormat('en', { type: 'disjunction' }).format(choices.options.map(String)),
      example: `${name}: ${choices.options[0]}`,
    };
  const fallback = defaultOf(schema);
  if (fallback === undefined) return null;
  const value = unwrapped(schema);
  const expected =
    value instanceof z.ZodBoolean
      ? 'true or false'
      : value instanceof z.ZodNumber
        ? 'a number above 0'
        : 'a length of time such as 90s, 10m or 1h, or a number of seconds';
  return { expected, example: `${name}: ${fallback}` };
}

const defaultOf = (schema: z.ZodType): unknown =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? schema.def.defaultValue : undefined;

function childOf(schema: z.ZodType | undefined, step: string): z.ZodType | undefined {
  const parent = unwrapped(schema);
  if (parent instanceof z.ZodRecord) return parent.valueType as z.ZodType;
  if (parent instanceof z.ZodArray) return parent.element as z.ZodType;
  const shape = shapeOf(parent);
  return Object.hasOwn(shape, step) ? shape[step] : undefined;
}

function shapeOf(schema: z.ZodType | undefined): Readonly<Record<string, z.ZodType>> {
  const object = unwrapped(schema);
  return object instanceof z.ZodObject ? object.shape : {};
}

/** The schema itself, without what it is where nothing is set. */
function unwrapped(schema: z.ZodType | undefined): z.ZodType | undefined {
  let inner = schema;
  while (
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault
  )
    inner = inner.def.innerType as z.ZodType;
  return inner;
}
