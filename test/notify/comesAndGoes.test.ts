import { createRenderer } from '../../src/notify/render';
import { createDispatcherHarness } from '../helpers/dispatcherHarness';
import { actionOn, runScenario, type Scenario } from '../helpers/scenario';
import { type Span, second, trader } from '../helpers/traders';

const HOUR = 3600;

/** Up for 5 s and down for 6 s, again and again. */
const spans: Span[] = Array.from({ length: 330 }, (_, i) => [100 + i * 11, 105 + i * 11]);

/** The shortest interval and STALE_AFTER that the configuration takes: each of its deaths is seen. */
const story: Scenario = {
  traders: [trader('live:docker', [[-600, 95], ...spans], { beatEvery: 1 })],
  until: HOUR,
  every: 1,
  settings: {
    checkIntervalMs: 1000,
    rules: { no_sign_of_life: { stale_after: '2s' }, no_heartbeat: { stale_after: '2s' } },
  },
};

/** What stands in the channel and in its threads once all that was decided is sent, each at its time. */
async function sentBy(scenario: Scenario) {
  const desk = await createDispatcherHarness();
  try {
    const render = createRenderer({
      options: () => ({ demo: false, currency: null, zone: 'UTC', docsUrl: null }),
    });
    const dispatcher = desk.dispatcher('a', { render, sleep: async () => undefined });
    for (const { notifications } of runScenario(scenario).decisions) {
      const [first] = notifications;
      if (first === undefined) continue;
      desk.clock.set(first.detectedAt);
      await desk.put(...notifications);
      await dispatcher.dispatchDue();
    }
    await desk.work(dispatcher);
    return desk.slack.world.messagesIn('C0ALERTS');
  } finally {
    await desk.stop();
  }
}

test('A trader that is up 5 s and down 6 s for an hour is in the channel six times at most', async () => {
  const messages = await sentBy(story);
  const inChannel = messages.filter(({ threadTs, alsoInChannel }) => threadTs === null || alsoInChannel);
  expect(inChannel.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^CRITICAL · Unstable, down at least 50 times in 20 min: live docker\./),
    expect.stringMatching(/^✅ Recovered after 5 s: live docker\. Down from /),
    expect.stringMatching(/^Down again, 2nd time: live docker\. The first was 03:01 UTC\./),
    expect.stringMatching(/^✅ Recovered after 6 s: live docker\. Down from /),
    expect.stringMatching(/^Unstable, down 3 times in 20 min: live docker\. The first was 03:01 UTC\./),
  ]);
});

test('Once its alert is snoozed, neither the channel nor the thread has more of it', async () => {
  const snooze = actionOn({ kind: 'snooze', userId: 'U1', until: second(2 * HOUR) });
  const messages = await sentBy({ ...story, until: HOUR / 3, acts: [[99, snooze]] });
  expect(messages.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Snoozed · CRITICAL · Unstable/),
    expect.stringMatching(/snoozed it until 05:00 UTC/),
  ]);
});
