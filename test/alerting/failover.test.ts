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

  test('a trader that still writes to the replaced one for a while is not called dead', () => {
    expect(runScenario({ traders: [hindered], until: 1200, source }).lines).toEqual([]);
  });

  test('the same silence without that is a death', () => {
    expect(
      runScenario({ traders: [hindered], until: 1200, source: () => '10.0.0.1:6379' }).lines,
    ).not.toEqual([]);
  });

  test('a trader that does not come to the new one is called dead one staleAfter later, and dead since its last beat', () => {
    const dies = trader('paper:docker', [[-600, 555]]);
    const { lines, known } = runScenario({ traders: [dies], until: 1200, source });
    expect(lines).toEqual(['11:45 open no_sign_of_life paper:docker']);
    expect(known.incidents[0]?.targets[0]?.startedAt.toISOString()).toContain(':09:10');
  });

  test('one that was dead before stays so, and is not told again', () => {
    const dead = trader('paper:docker', [[-600, 300]]);
    expect(runScenario({ traders: [dead], until: 1200, source }).lines).toEqual([
      '6:45 open no_sign_of_life paper:docker',
    ]);
  });

  test('and another soon after, each trader has its time anew', () => {
    const twice = (t: number): string => (t < 660 ? source(t) : '10.0.0.1:6379');
    const quiet = trader('paper:docker', [
      [-600, 560],
      [740, Infinity],
    ]);
    expect(runScenario({ traders: [quiet], until: 1200, source: twice }).lines).toEqual([]);
  });

  test('and another every minute, a death is told all the same', () => {
    const always = (t: number): string => `10.0.0.${Math.floor(t / 60)}:6379`;
    const dies = trader('paper:docker', [[-600, 660]]);
    expect(runScenario({ traders: [dies], until: 1800, source: always }).lines).toEqual([
      '18:45 open no_sign_of_life paper:docker',
    ]);
  });

  test('an hour later another, each trader has its time anew', () => {
    const later = (t: number): string => (t < 4200 ? source(t) : '10.0.0.1:6379');
    const quiet = trader('paper:docker', [
      [-600, 4160],
      [4270, Infinity],
    ]);
    expect(runScenario({ traders: [quiet], until: 4800, source: later }).lines).toEqual([]);
  });

  test('nothing is told where all beat on', () => {
    expect(runScenario({ traders: [trader('paper:docker', [ALWAYS])], until: 1200, source }).lines).toEqual(
      [],
    );
  });

  test('it is logged', () => {
    const { log } = runScenario({ traders: [], until: 700, source });
    expect(log).toEqual([
      '10.0.0.2:6379 took over from 10.0.0.1:6379, so that each trader has its time anew',
    ]);
  });
});
