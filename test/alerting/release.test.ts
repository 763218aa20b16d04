import { told, upon } from './story';
import { trader } from './world';

const release = upon({ kind: 'release_heartbeat', userId: 'U1' });

test('Letting the portfolio alone decide is done once: again, and of what is over, it is refused', () => {
  const losesItsHeartbeat = trader('live:docker', [[-600, 500]], {
    portfolio: { spans: [[-600, Infinity]], every: 1 },
  });
  const story = told({
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

test('It is refused of an alert that is about something else', () => {
  const dies = trader('live:docker', [[-600, 100]]);
  const story = told({ traders: [dies], until: 400, acts: [[300, release]] });
  expect(story.refusals).toEqual(['not_about_heartbeat']);
});
