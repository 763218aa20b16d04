import fc from 'fast-check';
import { hostileText } from './text';

/** One change of a JSON text: at a place chosen by walking down, something else, nothing, or something more. */
export interface Damage {
  /** Which child to go to at each step; the walk ends early where there is none. */
  readonly walk: readonly number[];
  readonly put: { readonly value: unknown } | 'nothing' | 'twice';
}

const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  hostileText,
  fc.constantFrom<unknown>(
    ...[
      null,
      true,
      -1,
      0.5,
      1.7e308,
      -1.7e308,
      2 ** 53,
      '',
      'open',
      'recovered',
      'U0ANNA',
      'blind',
      'sha256:0',
    ],
    ...[
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999Z',
      '2026-11-22T03:00:00Z',
      '2026-02-30T00:00:00Z',
    ],
    ...[[], {}, [[]], { kind: 'future' }],
  ),
);

export const damage: fc.Arbitrary<Damage> = fc.record({
  walk: fc.array(fc.nat({ max: 12 }), { maxLength: 7 }),
  put: fc.oneof(
    { weight: 4, arbitrary: value.map((one) => ({ value: one })) },
    { weight: 1, arbitrary: fc.constantFrom('nothing' as const, 'twice' as const) },
  ),
});

/** The JSON after the damage, and the path to where it was done. */
export function damaged(
  json: unknown,
  { walk, put }: Damage,
): { readonly json: unknown; readonly path: readonly string[] } {
  const [step, ...rest] = walk;
  const keys = typeof json === 'object' && json !== null ? Object.keys(json) : [];
  const key = step === undefined ? undefined : keys[step % Math.max(1, keys.length)];
  if (key === undefined) return { json: typeof put === 'string' ? null : put.value, path: [] };
  const isEnd = rest.length === 0 || typeof put === 'string';
  const child = (json as Record<string, unknown>)[key];
  if (isEnd && typeof put === 'string') return { json: without(json, key, put), path: [key] };
  const inner = damaged(child, { walk: rest, put });
  const changed = Array.isArray(json)
    ? json.with(Number(key), inner.json)
    : { ...(json as object), [key]: inner.json };
  return { json: changed, path: [key, ...inner.path] };
}

function without(json: unknown, key: string, put: 'nothing' | 'twice'): unknown {
  if (Array.isArray(json))
    return json.toSpliced(Number(key), 1, ...(put === 'twice' ? [json[Number(key)], json[Number(key)]] : []));
  const { [key]: held, ...rest } = json as Record<string, unknown>;
  return put === 'twice' ? { ...rest, [key]: held, [`${key}2`]: held } : rest;
}
