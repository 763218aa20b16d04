import type { Entry, State } from './states';

/*
 * What a trader's state says, told anew from the contract and in another way than the monitors read it. Times are left
 * out: whether one can be read is not judged here.
 */

export type Said =
  | { readonly is: 'absent' }
  | { readonly is: 'garbled' }
  | { readonly is: 'read'; readonly value: number };

/** The rows of a trader's figures: their label, and where each stands. */
export const ROWS: Readonly<
  Record<string, { readonly key: string; readonly field?: string; readonly group: string }>
> = {
  'Trades today': { key: 'stats:trades_today', group: 'Trades' },
  'Trades, total': { key: 'stats:trades_total', group: 'Trades' },
  'Breaker trips, total': { key: 'stats:circuit_breaker_triggers_total', group: 'Safety' },
  'Safety violations, total': { key: 'stats:safety_violations_total', group: 'Safety' },
  Balance: { key: 'portfolio:state', field: 'total_balance', group: 'Portfolio' },
  Available: { key: 'portfolio:state', field: 'available_balance', group: 'Portfolio' },
  'In positions': { key: 'portfolio:state', field: 'total_position_value', group: 'Portfolio' },
  Utilization: { key: 'portfolio:state', field: 'utilization_rate', group: 'Portfolio' },
};

const METRIC = /^(?:True|False)$/;

/** What a trader's key holds, or a field of it. */
export function saidAt(
  state: State,
  target: string,
  { key, field }: { readonly key: string; readonly field?: string },
): Said {
  const found = entryAt(state, `${target}:arbitrage:${key}`);
  if (found === null) return { is: 'absent' };
  const { value } = found;
  if (field === undefined) return value.kind === 'string' ? numberIn(value.bytes) : { is: 'garbled' };
  if (value.kind !== 'hash') return { is: 'garbled' };
  const bytes = fieldsOf(found).get(field);
  return bytes === undefined ? { is: 'absent' } : numberIn(bytes);
}

/** The keys of a trader that hold something which cannot be understood, as far as no time is concerned. */
export function garbledKeys(state: State, target: string): string[] {
  const at = (rest: string): string => `${target}:arbitrage:${rest}`;
  const stats = Object.values(ROWS).filter(
    ({ field, key }) => field === undefined && saidAt(state, target, { key }).is === 'garbled',
  );
  const flags = ['stats:live_enabled', 'stats:live_armed'].filter(
    (key) => saidAt(state, target, { key }).is === 'garbled',
  );
  const portfolio = Object.values(ROWS).some(
    (row) => row.field !== undefined && saidAt(state, target, row).is === 'garbled',
  );
  const metrics = entryAt(state, at('metrics:live'));
  const hasGarbledMetric =
    metrics !== null &&
    (metrics.value.kind !== 'hash' ||
      [...fieldsOf(metrics).values()].some(
        (bytes) => !METRIC.test(bytes.toString()) && numberIn(bytes).is === 'garbled',
      ));
  const beats = ['heartbeat:trader', 'heartbeat:live_trader'].filter(
    (key) => (entryAt(state, at(key))?.value.kind ?? 'string') !== 'string',
  );
  return [
    ...stats.map(({ key }) => key),
    ...flags,
    ...(portfolio ? ['portfolio:state'] : []),
    ...(hasGarbledMetric ? ['metrics:live'] : []),
    ...beats,
  ].map(at);
}

/** True where a hash without fields was written, which is none. */
const isNothing = ({ value }: Entry): boolean => value.kind === 'hash' && value.fields.length === 0;

export function entryAt(state: State, key: string): Entry | null {
  const found = state.find((each) => each.key.toString() === key);
  return found === undefined || isNothing(found) ? null : found;
}

const fieldsOf = ({ value }: Entry): ReadonlyMap<string, Buffer> =>
  new Map(value.kind === 'hash' ? value.fields.map(([name, bytes]) => [name.toString(), bytes]) : []);

function numberIn(bytes: Buffer): Said {
  const text = bytes.toString();
  const isFloat = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i.test(text);
  const value = Number(text);
  return isFloat && Number.isFinite(value) ? { is: 'read', value } : { is: 'garbled' };
}

/** True where a figure that is shown is the one that was read, to the eight digits that are promised. */
export function isShownAs(shown: string, value: number, label: string): boolean {
  const figure = Number(shown.replaceAll(',', '').replace(/ %$/, ''));
  const meant = label === 'Utilization' ? value * 100 : value;
  const decimals = label === 'Utilization' ? 0.005 : 0;
  return Math.abs(figure - meant) <= Math.max(Math.abs(meant) * 1e-7, decimals);
}
