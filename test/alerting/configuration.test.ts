import {
  type ActiveConfiguration,
  mergeConfiguration,
} from '../../src/alerting/configuration/activeConfiguration';
import {
  FIRST_STATUS,
  nextStatus,
  type StatusMemory,
} from '../../src/alerting/configuration/configurationStatus';
import { settingChanges } from '../../src/alerting/configuration/settingChanges';
import { initialState } from '../../src/alerting/evaluate';
import { decodeState, encodeState } from '../../src/alerting/state/codec';

const START = new Date('2026-11-22T08:00:00Z');
const at = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

const active = (change: Partial<ActiveConfiguration> = {}): ActiveConfiguration => ({
  generation: 2,
  hash: 'bbb',
  activatedAt: START,
  activatedBy: { how: 'file', userId: null, host: 'one' },
  checkIntervalMs: 15_000,
  settings: {},
  refused: [],
  ...change,
});

describe('How settings differ', () => {
  test('is nothing where they are the same, in whatever order', () => {
    expect(settingChanges({ a: '1', b: ['x'] }, { b: ['x'], a: '1' })).toEqual([]);
  });

  test('is said of values that are set, changed and not set any more', () => {
    expect(settingChanges({ a: '1', gone: '2', empty: null }, { a: '3', added: '4', empty: 'x' })).toEqual([
      { kind: 'value', path: 'a', from: '1', to: '3' },
      { kind: 'value', path: 'added', to: '4' },
      { kind: 'value', path: 'empty', from: null, to: 'x' },
      { kind: 'value', path: 'gone', from: '2' },
    ]);
  });

  test('is said of a list by what came and what went, and by the order where that is all', () => {
    expect(settingChanges({ l: ['a', 'b', 'b'] }, { l: ['b', 'c'] })).toEqual([
      { kind: 'list', path: 'l', removed: ['a', 'b'], added: ['c'] },
    ]);
    expect(settingChanges({ l: ['a', 'b'] }, { l: ['b', 'a'] })).toEqual([
      { kind: 'order', path: 'l', items: ['b', 'a'] },
    ]);
    expect(settingChanges({}, { l: ['a'] })).toEqual([
      { kind: 'list', path: 'l', removed: [], added: ['a'] },
    ]);
  });

  test('is only that a secret has changed', () => {
    const [was, is] = [{ secret: 'aa' }, { secret: 'bb' }];
    expect(settingChanges({ a: was, b: was, c: 'x' }, { a: is, c: is, d: is })).toEqual([
      { kind: 'secret', path: 'a', is: 'changed' },
      { kind: 'secret', path: 'c', is: 'changed' },
      { kind: 'secret', path: 'd', is: 'set' },
      { kind: 'secret', path: 'b', is: 'removed' },
    ]);
  });
});

describe('Of two configurations that were stored apart', () => {
  test('the one that was activated later counts, and its generation is above both', () => {
    const older = active({ generation: 7, hash: 'aaa' });
    const newer = active({ generation: 5, activatedAt: at(60) });
    expect(mergeConfiguration(older, newer)).toEqual({ ...newer, generation: 8 });
    expect(mergeConfiguration(newer, older)).toEqual({ ...newer, generation: 8 });
  });

  test('the same content keeps its generation, and one alone is taken', () => {
    expect(mergeConfiguration(active(), active({ activatedAt: at(60) }))?.generation).toBe(2);
    expect(mergeConfiguration(undefined, active())).toEqual(active());
    expect(mergeConfiguration(undefined, undefined)).toBeUndefined();
  });
});

test('The active configuration is stored and read again', () => {
  const settings = { a: '1', b: null, c: ['x'], d: { secret: 'ff' } };
  const state = { ...initialState(START), configuration: active({ settings }), observedWith: 'bbb' };
  expect(decodeState(encodeState(state)).state).toEqual(state);
});

describe('An instance', () => {
  /** A state that was observed at that second by an instance with this configuration. */
  const seen = (second: number, observedWith?: string) => ({
    ...initialState(START),
    configuration: active(),
    observedAt: at(second),
    ...(observedWith !== undefined && { observedWith }),
  });
  /** What the instance `own` makes of these states, one a check. */
  const statuses = (
    own: string,
    ...checks: readonly (readonly [second: number, ...Parameters<typeof seen>] | null)[]
  ) => {
    let memory: StatusMemory = FIRST_STATUS;
    return checks.map((check, i) => {
      memory = nextStatus(memory, {
        known: check && seen(check[1], check[2]),
        own,
        isPending: false,
        nowMs: (check?.[0] ?? i * 15) * 1000,
        checkIntervalMs: 15_000,
      });
      return memory.status;
    });
  };

  test('with the active configuration is current', () => {
    expect(statuses('bbb', [0, 0, 'bbb'], [15, 15, 'bbb'])).toEqual(['current', 'current']);
  });

  test('is current where none is stored, and while its own is to be stored', () => {
    const context = { own: 'aaa', nowMs: 0, checkIntervalMs: 15_000 };
    const known = initialState(START);
    expect(nextStatus(FIRST_STATUS, { ...context, known, isPending: false }).status).toBe('current');
    expect(nextStatus(FIRST_STATUS, { ...context, known: seen(0), isPending: true }).status).toBe('current');
  });

  test('with an older one leaves the traders to those who observe them with the active one', () => {
    expect(statuses('aaa', [0, 0, 'bbb'], [15, 15, 'bbb'], [90, 90, 'bbb'])).toEqual([
      'outdated',
      'outdated',
      'outdated',
    ]);
  });

  test('with an older one stands in when no observation of others has come for three intervals and 10 s', () => {
    expect(statuses('aaa', [0, 0, 'bbb'], [55, 0, 'bbb'], [56, 0, 'bbb'], [71, 71, 'aaa'])).toEqual([
      'outdated',
      'outdated',
      'stand_in',
      'stand_in',
    ]);
  });

  test('steps back as soon as the active one is observed with again', () => {
    expect(statuses('aaa', [0, 0, 'bbb'], [56, 0, 'bbb'], [71, 70, 'bbb'])).toEqual([
      'outdated',
      'stand_in',
      'outdated',
    ]);
  });

  test('that stands in leaves that to one of a lower hash, which does not leave it to the other', () => {
    const both = [
      [0, 0, 'bbb'],
      [56, 0, 'bbb'],
    ] as const;
    expect(statuses('ccc', ...both, [71, 70, 'aaa']).at(-1)).toBe('outdated');
    expect(statuses('aaa', ...both, [71, 70, 'ccc']).at(-1)).toBe('stand_in');
  });

  test('does not stand in while an instance of an earlier version observes, which does not say with what', () => {
    expect(statuses('aaa', [0, 0], [50, 45], [100, 90], [150, 140])).not.toContain('stand_in');
  });

  test('stands in, too, where the store cannot be read for so long', () => {
    expect(statuses('aaa', [0, 0, 'bbb'], null, null, null, null)).toEqual([
      'outdated',
      'outdated',
      'outdated',
      'outdated',
      'stand_in',
    ]);
  });

  test('waits as long as the longer of both intervals asks for', () => {
    const known = { ...seen(0, 'bbb'), configuration: active({ checkIntervalMs: 60_000 }) };
    const context = { known, own: 'aaa', isPending: false, checkIntervalMs: 15_000 };
    const first = nextStatus(FIRST_STATUS, { ...context, nowMs: 0 });
    expect(nextStatus(first, { ...context, nowMs: 190_000 }).status).toBe('outdated');
    expect(nextStatus(first, { ...context, nowMs: 190_001 }).status).toBe('stand_in');
  });
});
