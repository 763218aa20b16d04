import { runScenario } from '../helpers/scenario';
import { ALWAYS, trader } from '../helpers/traders';

/** Another master takes over at 600 s. */
const source = (t: number): string => (t < 600 ? '10.0.0.1:6379' : '10.0.0.2:6379');

describe('When another Redis takes over', () => {
  // Its beats went to the replaced one from 560 on, and to the new one from 670 on.
  const hindered = trader('paper:docker', [
    [-600, 560],
    [670, Infinity],
  ]);

  test('a trader that still writes to the replaced master for a while is not reported as dead', () => {
    expect(runScenario({ traders: [hindered], until: 1200, source }).lines).toEqual([]);
  });

  test('the same silence without a failover is a death', () => {
    expect(
      runScenario({ traders: [hindered], until: 1200, source: () => '10.0.0.1:6379' }).lines,
    ).not.toEqual([]);
  });

  test('a trader that does not reach the new master is reported one staleAfter later, dead since its last heartbeat', () => {
    const dies = trader('paper:docker', [[-600, 555]]);
    const { lines, known } = runScenario({ traders: [dies], until: 1200, source });
    expect(lines).toEqual(['11:45 open no_sign_of_life paper:docker']);
    expect(known.incidents[0]?.targets[0]?.startedAt.toISOString()).toContain(':09:10');
  });

  test('a trader that was dead before stays dead and is not reported again', () => {
    const dead = trader('paper:docker', [[-600, 300]]);
    expect(runScenario({ traders: [dead], until: 1200, source }).lines).toEqual([
      '6:45 open no_sign_of_life paper:docker',
    ]);
  });

  test('and another one soon after, each trader gets a new grace period', () => {
    const twice = (t: number): string => (t < 660 ? source(t) : '10.0.0.1:6379');
    const quiet = trader('paper:docker', [
      [-600, 560],
      [740, Infinity],
    ]);
    expect(runScenario({ traders: [quiet], until: 1200, source: twice }).lines).toEqual([]);
  });

  test('and another one every minute, a death is still reported', () => {
    const always = (t: number): string => `10.0.0.${Math.floor(t / 60)}:6379`;
    const dies = trader('paper:docker', [[-600, 660]]);
    expect(runScenario({ traders: [dies], until: 1800, source: always }).lines).toEqual([
      '18:45 open no_sign_of_life paper:docker',
    ]);
  });

  test('and another one an hour later, each trader gets a new grace period', () => {
    const later = (t: number): string => (t < 4200 ? source(t) : '10.0.0.1:6379');
    const quiet = trader('paper:docker', [
      [-600, 4160],
      [4270, Infinity],
    ]);
    expect(runScenario({ traders: [quiet], until: 4800, source: later }).lines).toEqual([]);
  });

  test('nothing is reported if all heartbeats continue', () => {
    expect(runScenario({ traders: [trader('paper:docker', [ALWAYS])], until: 1200, source }).lines).toEqual(
      [],
    );
  });

  test('the failover is logged', () => {
    const { log } = runScenario({ traders: [], until: 700, source });
    expect(log).toEqual([
      '10.0.0.2:6379 took over from 10.0.0.1:6379, so that each trader has its time anew',
    ]);
  });
});
