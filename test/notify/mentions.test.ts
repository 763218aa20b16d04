import { createRenderer } from '../../src/notify/render';
import {
  ALERTS,
  createDispatcherHarness,
  type DispatcherHarness,
  OPS,
  rejectIn,
} from '../helpers/dispatcherHarness';
import { at, event, incident, incidentDelivery, note, recovered } from '../helpers/notifications';

const render = createRenderer({
  options: () => ({ demo: false, currency: null, zone: 'UTC', docsUrl: null }),
});
const MENTIONS = ['U0DUTY', 'S0TEAM', 'here'];
const WORDS = '<@U0DUTY> <!subteam^S0TEAM> <!here>';
const opened = incident({ severity: 'critical', mentions: MENTIONS });
const acknowledged = incident({
  ...opened,
  state: 'acknowledged',
  acknowledgedBy: 'U0OTHER',
  acknowledgedAt: at(5),
  revision: 2,
});

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

const dispatcher = (owner = 'a') => desk.dispatcher(owner, { render, settings: { fallbackChannel: OPS } });
/** The elements of the first block of the newest message. */
const firstLine = (channel = ALERTS): unknown => {
  const blocks = desk.slack.seenBy('operator', channel === ALERTS ? 'trading-alerts' : 'ops').at(-1)?.blocks;
  return (blocks as { elements?: { elements?: unknown }[] }[] | undefined)?.[0]?.elements?.[0]?.elements;
};
const MENTION_LINE = [
  { type: 'user', user_id: 'U0DUTY' },
  { type: 'text', text: ' ' },
  { type: 'usergroup', usergroup_id: 'S0TEAM' },
  { type: 'text', text: ' ' },
  { type: 'broadcast', range: 'here' },
];

describe('The people that an alert mentions', () => {
  test('stand at its top, and behind the sentence that a phone shows', async () => {
    await desk.put(incidentDelivery(opened));
    await desk.work(dispatcher());
    expect(firstLine()).toEqual(MENTION_LINE);
    expect(desk.texts()).toEqual([expect.stringMatching(/^CRITICAL · Down: paper docker\. .* <@U0DUTY> /)]);
    expect(desk.texts()[0]).toContain(WORDS);
  });

  test('stay there when the message is changed', async () => {
    await desk.put(incidentDelivery(opened));
    await desk.work(dispatcher());
    await desk.put(incidentDelivery(acknowledged));
    await desk.work(dispatcher('b'));
    expect(desk.texts()).toEqual([expect.stringContaining('Acknowledged · CRITICAL')]);
    expect(firstLine()).toEqual(MENTION_LINE);
  });

  test.each([
    ['is over', recovered(30, { severity: 'critical', mentions: MENTIONS })],
    ['was acknowledged', acknowledged],
  ])('are not disturbed by a first message that comes when the alert %s', async (_, late) => {
    await desk.put(incidentDelivery(late));
    await desk.work(dispatcher());
    expect(desk.texts()).toEqual([expect.not.stringContaining('<!here>')]);
    expect(firstLine()).not.toEqual(MENTION_LINE);
  });

  test('are mentioned where Slack refuses the blocks', async () => {
    desk.slack.fail('chat.postMessage', { error: 'invalid_blocks' }, { times: 1 });
    await desk.put(incidentDelivery(opened));
    await desk.work(dispatcher());
    expect(desk.texts()).toEqual([expect.stringMatching(/<!here>\n_Shown without its layout/)]);
  });

  test('are mentioned in the fallback channel in place of one that cannot be used', async () => {
    rejectIn(desk, ALERTS);
    await desk.put(incidentDelivery(opened));
    await desk.work(dispatcher());
    expect(firstLine(OPS)).toEqual(MENTION_LINE);
  });

  test('are mentioned by an event and by a thread entry that names them, and by no other', async () => {
    await desk.put(incidentDelivery(incident({ severity: 'critical' })));
    await desk.work(dispatcher());
    await desk.put(
      event('event:1', { mentions: ['here'] }),
      note('note:1', { mentions: ['S0TEAM'], replyBroadcast: true }),
      note('note:2'),
    );
    await desk.work(dispatcher());
    const mentioned = desk.texts().map((text) => /<![^>]+>/.exec(text)?.[0] ?? null);
    expect(mentioned.sort()).toEqual(['<!here>', '<!subteam^S0TEAM>', null, null].sort());
  });
});

test('What is no id mentions nobody', async () => {
  await desk.put(incidentDelivery(incident({ mentions: ['channel', '!everyone', '<!channel>'] })));
  await desk.work(dispatcher());
  expect(desk.texts()[0]).not.toContain('<!');
});
