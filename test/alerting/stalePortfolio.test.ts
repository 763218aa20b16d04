import { runScenario } from '../helpers/scenario';
import { ALWAYS, type Span, trader } from '../helpers/traders';

/** It writes its portfolio every 5 s within the spans, and heartbeats within others. */
const withPortfolio = (written: readonly Span[], beats: readonly Span[] = [ALWAYS]) =>
  trader('paper:docker', beats, { portfolio: { spans: written, every: 5 } });

/** Up to a second, and again from another on. */
const standsStill = (from: number, to: number): readonly Span[] => [
  [-600, from],
  [to, Infinity],
];

describe('A trader whose heart beats', () => {
  test('and whose portfolio moves is well', () => {
    expect(runScenario({ traders: [withPortfolio([ALWAYS])], until: 7200 }).lines).toEqual([]);
  });

  test('and whose portfolio stands still for ten minutes is frozen, until it moves', () => {
    expect(runScenario({ traders: [withPortfolio(standsStill(300, 1500))], until: 3000 }).lines).toEqual([
      '15:15 open stale_portfolio paper:docker',
      '25:00 recovered stale_portfolio paper:docker (well)',
      '25:00 channel: recovered after 1200 s',
    ]);
  });

  test('and whose portfolio stands still for less is well', () => {
    expect(runScenario({ traders: [withPortfolio(standsStill(300, 890))], until: 3000 }).lines).toEqual([]);
  });

  test('and that never reported a portfolio is not frozen', () => {
    expect(runScenario({ traders: [trader('paper:docker', [ALWAYS])], until: 7200 }).lines).toEqual([]);
  });

  test('and whose portfolio has expired is frozen ten minutes after its last write, with the default settings', () => {
    const story = runScenario({ traders: [withPortfolio([[-600, 300]])], until: 7200 });
    expect(story.lines.slice(0, 1)).toEqual(['15:15 open stale_portfolio paper:docker']);
    expect(story.known.incidents[0]?.targets[0]?.details).toMatchObject({ isGone: true });
  });

  test('is frozen only after ten minutes of watching', () => {
    const traders = [withPortfolio([[-600, 300]])];
    expect(runScenario({ traders, until: 2400, botAway: [[600, 1200]] }).lines).toEqual([
      '20:00 recovered monitoring_outage',
      '30:15 open stale_portfolio paper:docker',
    ]);
  });

  test('is frozen though a check is missed every six minutes, which gives it its time anew once', () => {
    const botAway = Array.from({ length: 10 }, (_, i) => [360 * (i + 1) - 20, 360 * (i + 1) + 10] as const);
    const traders = [withPortfolio(standsStill(300, 3600))];
    expect(runScenario({ traders, until: 3000, botAway }).lines).toEqual([
      '16:30 open stale_portfolio paper:docker',
    ]);
  });

  test('is frozen later where its target is so configured', () => {
    const rules = { stale_portfolio: { targets: { 'paper:docker': { after: '1h' } } } };
    const traders = [withPortfolio(standsStill(300, 1500))];
    expect(runScenario({ traders, until: 3000, settings: { rules } }).lines).toEqual([]);
  });
});

test('A trader whose heart does not beat is dead, and not frozen', () => {
  const traders = [withPortfolio([[-600, 300]], [[-600, 300]])];
  expect(runScenario({ traders, until: 3000 }).lines).toEqual(['6:45 open no_sign_of_life paper:docker']);
});
