import { actionOn, runScenario } from '../helpers/scenario';
import { trader } from '../helpers/traders';

const release = actionOn({ kind: 'release_heartbeat', userId: 'U1' });

test('Releasing the heartbeat works once; a repetition, or one after the end, is rejected', () => {
  const losesItsHeartbeat = trader('live:docker', [[-600, 500]], {
    portfolio: { spans: [[-600, Infinity]], every: 1 },
  });
  const story = runScenario({
    traders: [losesItsHeartbeat],
    until: 900,
    acts: [
      [700, release],
      [720, release],
    ],
  });
  expect(story.lines).toEqual([
    '10:00 open no_heartbeat live:docker',
    '11:40 muted no_heartbeat live:docker',
    '11:40 thread: U1 release_heartbeat',
  ]);
  expect(story.refusals).toEqual(['closed']);
});

test('Releasing the heartbeat is rejected for any other alert', () => {
  const dies = trader('live:docker', [[-600, 100]]);
  const story = runScenario({ traders: [dies], until: 400, acts: [[300, release]] });
  expect(story.refusals).toEqual(['not_about_heartbeat']);
});
