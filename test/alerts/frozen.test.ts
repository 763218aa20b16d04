import { told } from './story';
import { ALWAYS, type Span, second, trader } from './world';

/** Its portfolio's time moves every 5 s, but stands still within the spans; null where it is absent. */
const withPortfolio = (
  still: readonly Span[],
  beats: readonly Span[] = [ALWAYS],
  absent: readonly Span[] = [],
) =>
  trader('paper:docker', beats, {
    reports: (t) => {
      if (absent.some(([from, to]) => t >= from && t < to)) return {};
      const span = still.find(([from, to]) => t >= from && t < to);
      return { portfolioAt: second(Math.floor((span?.[0] ?? t) / 5) * 5) };
    },
  });

describe('A trader whose heart beats', () => {
  test('and whose portfolio moves is well', () => {
    expect(told({ traders: [withPortfolio([])], until: 7200 }).lines).toEqual([]);
  });

  test('and whose portfolio stands still for ten minutes is frozen, until it moves', () => {
    expect(told({ traders: [withPortfolio([[300, 1500]])], until: 3000 }).lines).toEqual([
      '15:15 open frozen paper:docker',
      '25:00 recovered frozen paper:docker (well)',
      '25:00 channel: recovered after 1200 s',
    ]);
  });

  test('and whose portfolio stands still for less is well', () => {
    expect(told({ traders: [withPortfolio([[300, 890]])], until: 3000 }).lines).toEqual([]);
  });

  test('and that never reported a portfolio is not frozen', () => {
    expect(told({ traders: [trader('paper:docker', [ALWAYS])], until: 7200 }).lines).toEqual([]);
  });

  test('and whose portfolio is gone is not frozen', () => {
    expect(told({ traders: [withPortfolio([], [ALWAYS], [[300, Infinity]])], until: 7200 }).lines).toEqual(
      [],
    );
  });

  test('and whose portfolio goes while it is frozen is not well for that', () => {
    const story = told({ traders: [withPortfolio([[300, 1200]], [ALWAYS], [[1200, 2000]])], until: 3000 });
    expect(story.lines).toEqual([
      '15:15 open frozen paper:docker',
      '33:30 recovered frozen paper:docker (well)',
      '33:30 channel: recovered after 1710 s',
    ]);
  });

  test('is frozen only after ten minutes of watching', () => {
    const traders = [withPortfolio([[300, Infinity]])];
    expect(told({ traders, until: 2400, botAway: [[600, 1200]] }).lines).toEqual([
      '20:00 recovered blind',
      '30:15 open frozen paper:docker',
    ]);
  });

  test('is frozen though a check is missed every six minutes, which gives it its time anew once', () => {
    const botAway = Array.from({ length: 10 }, (_, i) => [360 * (i + 1) - 20, 360 * (i + 1) + 10] as const);
    const traders = [withPortfolio([[300, 3600]])];
    expect(told({ traders, until: 3000, botAway }).lines).toEqual(['16:30 open frozen paper:docker']);
  });

  test('is frozen later where its target is so configured', () => {
    const rules = { frozen: { targets: { 'paper:docker': { frozenAfter: '1h' } } } };
    const traders = [withPortfolio([[300, 1500]])];
    expect(told({ traders, until: 3000, settings: { rules } }).lines).toEqual([]);
  });
});

test('A trader whose heart does not beat is dead, and not frozen', () => {
  const traders = [withPortfolio([[300, Infinity]], [[-600, 300]])];
  expect(told({ traders, until: 3000 }).lines).toEqual(['6:45 open no_sign_of_life paper:docker']);
});
