import type { z } from 'zod';

/**
 * Each thing that is wrong, in the manner of Slack's `response_metadata.messages`:
 * `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`.
 */
export function reasonsOf(error: z.ZodError, pointer: string): string[] {
  return error.issues.map((issue) => reasonOf(issue, pointer));
}

function reasonOf(issue: z.core.$ZodIssue, base: string): string {
  const path = issue.path.map(String);
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return at(`missing required field: ${path.at(-1) ?? ''}`, base, path.slice(0, -1));
  }
  return at(sentence(issue), base, path);
}

function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be of type ${issue.expected}`;
    case 'invalid_union':
      return `unsupported type: ${typeIn(issue.input)}`;
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'too_big':
      return issue.origin === 'array'
        ? `no more than ${issue.maximum} items allowed`
        : `must be less than ${Number(issue.maximum) + 1} ${issue.origin === 'string' ? 'characters' : ''}`.trim();
    case 'too_small':
      return issue.origin === 'array'
        ? `no less than ${issue.minimum} items allowed`
        : `must be more than ${Number(issue.minimum) - (issue.inclusive === false ? 0 : 1)} ${issue.origin === 'string' ? 'characters' : ''}`.trim();
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    default:
      return issue.message;
  }
}

function typeIn(input: unknown): string {
  const type = typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined;
  return typeof type === 'string' ? type : '(none)';
}

function at(text: string, base: string, path: readonly string[]): string {
  return `${text} [json-pointer:${[base, ...path].join('/')}]`;
}
