import { z } from 'zod';
import { reasonsOf } from '../blockKit/reasons';
import type { Core } from '../core';
import type { JsonObject } from '../json';
import { refusalWithReasons } from '../slackError';

/** A Web API method as the server calls it. */
export interface Method {
  /** Which token opens it. */
  readonly token: 'bot' | 'app' | 'either';
  /** The scope it needs for these arguments; null for none. */
  scope(core: Core, args: JsonObject): string | null;
  /**
   * The answer beside `ok: true`.
   * @throws SlackError with which the call is refused
   */
  answer(core: Core, args: JsonObject): JsonObject;
}

/** A method whose arguments are read by a schema; a missing one is `invalid_arguments`, as in Slack. */
export function method<Shape extends z.ZodRawShape>(spec: {
  token?: Method['token'];
  scope?: string | ((core: Core, args: JsonObject) => string | null);
  args?: Shape;
  answer: (core: Core, args: z.infer<z.ZodObject<Shape>>) => JsonObject;
}): Method {
  const schema = z.object(spec.args ?? ({} as Shape));
  return {
    token: spec.token ?? 'bot',
    scope: (core, args) => (typeof spec.scope === 'function' ? spec.scope(core, args) : (spec.scope ?? null)),
    answer(core, args) {
      const read = schema.safeParse(args, { reportInput: true });
      if (!read.success) throw refusalWithReasons('invalid_arguments', reasonsOf(read.error, ''));
      return spec.answer(core, read.data);
    },
  };
}

/** A yes or no, which a form carries as text. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .optional()
  .transform((given) => given === true || given === 'true' || given === '1');

/** A count, which a form carries as text. */
export const count = z.coerce.number().int().positive();
