import type { Action, AlertState } from '../../src/alerting';
import { actionOn, runScenario } from '../helpers/scenario';
import { realTrader, type Span } from '../helpers/traders';

const muting = actionOn({ kind: 'mute', userId: 'U1' });
const mutingItsDeath = ({ incidents }: AlertState): Action => ({
  kind: 'mute',
  userId: 'U1',
  incidentId: incidents.find(({ rule }) => rule === 'no_sign_of_life')?.id ?? 'none',
});
const LIVES: readonly Span[] = [
  [-600, 100],
  [600, 1200],
];

/** A trader that says so of its breaker; null for one whose metrics are not there. */
const reporting = (activeAt: (t: number) => boolean | null) =>
  realTrader('live:docker', LIVES, {}, (t) => ({ breakerActive: activeAt(t) }));

const deathsOf = (lines: readonly string[]) => lines.filter((line) => line.includes('open no_sign_of_life'));

describe('A trader that died, was muted, and is alive again', () => {
  test('is reported when it dies again', () => {
    const trader = realTrader('live:docker', LIVES);
    const { lines } = runScenario({ traders: [trader], until: 1500, acts: [[300, muting]] });
    expect(deathsOf(lines)).toEqual([
      '3:15 open no_sign_of_life live:docker',
      '21:45 open no_sign_of_life live:docker',
    ]);
  });

  test('is reported when it dies again although its breaker was active and it no longer reports metrics', () => {
    const trader = reporting((t) => (t < 400 ? true : null));
    const { lines } = runScenario({ traders: [trader], until: 1500, acts: [[300, mutingItsDeath]] });
    expect(deathsOf(lines)).toEqual([
      '3:15 open no_sign_of_life live:docker',
      '21:45 open no_sign_of_life live:docker',
    ]);
  });

  test('stays muted while its breaker is active', () => {
    const trader = reporting(() => true);
    const { lines } = runScenario({ traders: [trader], until: 1500, acts: [[300, mutingItsDeath]] });
    expect(deathsOf(lines)).toEqual(['3:15 open no_sign_of_life live:docker']);
  });
});
