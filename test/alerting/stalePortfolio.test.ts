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

describe('A trader with a fresh heartbeat', () => {
  test('and a changing portfolio is ok', () => {
    expect(runScenario({ traders: [withPortfolio([ALWAYS])], until: 7200 }).lines).toEqual([]);
  });

  test('and a portfolio unchanged for ten minutes is stale until it changes', () => {
    expect(runScenario({ traders: [withPortfolio(standsStill(300, 1500))], until: 3000 }).lines).toEqual([
      '15:15 open stale_portfolio paper:docker',
      '25:00 recovered stale_portfolio paper:docker (well)',
      '25:00 channel: recovered after 1200 s',
    ]);
  });

  test('and a portfolio unchanged for less than ten minutes is ok', () => {
    expect(runScenario({ traders: [withPortfolio(standsStill(300, 890))], until: 3000 }).lines).toEqual([]);
  });

  test('that was down, and has yet to write its portfolio, has ten minutes from its return', () => {
    const lives: readonly Span[] = [
      [-600, 100],
      [640, Infinity],
    ];
    const traders = [withPortfolio([[-600, 100]], lives)];
    expect(runScenario({ traders, until: 3000 }).lines.filter((line) => line.includes('stale'))).toEqual([
      '21:00 open stale_portfolio paper:docker',
    ]);
  });

  test('that never reported a portfolio is not stale', () => {
    expect(runScenario({ traders: [trader('paper:docker', [ALWAYS])], until: 7200 }).lines).toEqual([]);
  });

  test('and an expired portfolio is stale ten minutes after its last write by default', () => {
    const story = runScenario({ traders: [withPortfolio([[-600, 300]])], until: 7200 });
    expect(story.lines.slice(0, 1)).toEqual(['15:15 open stale_portfolio paper:docker']);
    expect(story.known.incidents[0]?.targets[0]?.details).toMatchObject({ isGone: true });
  });

  test('is stale only after ten minutes of watching', () => {
    const traders = [withPortfolio([[-600, 300]])];
    expect(runScenario({ traders, until: 2400, botAway: [[600, 1200]] }).lines).toEqual([
      '20:00 recovered monitoring_outage',
      '30:15 open stale_portfolio paper:docker',
    ]);
  });

  test('is stale even if a check is missed every six minutes, which gives a grace period only once', () => {
    const botAway = Array.from({ length: 10 }, (_, i) => [360 * (i + 1) - 20, 360 * (i + 1) + 10] as const);
    const traders = [withPortfolio(standsStill(300, 3600))];
    expect(runScenario({ traders, until: 3000, botAway }).lines).toEqual([
      '16:30 open stale_portfolio paper:docker',
    ]);
  });

  test('is stale later if its target is configured so', () => {
    const rules = { stale_portfolio: { targets: { 'paper:docker': { after: '1h' } } } };
    const traders = [withPortfolio(standsStill(300, 1500))];
    expect(runScenario({ traders, until: 3000, settings: { rules } }).lines).toEqual([]);
  });
});

test('A trader without a heartbeat is dead, not stale', () => {
  const traders = [withPortfolio([[-600, 300]], [[-600, 300]])];
  expect(runScenario({ traders, until: 3000 }).lines).toEqual(['6:45 open no_sign_of_life paper:docker']);
});
