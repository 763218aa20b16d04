import { PAGE_ACTIONS } from '../../formatters';
import { decodeAuditEntry } from '../../src/alerting/auditLog';
import type { OnCallConfig } from '../../src/alerting/duty/onCall';
import { decodeNotification } from '../../src/notify/model/codec';
import { createRenderer } from '../../src/notify/render';
import { type AlertHarness, createAlertHarness, STRANGER } from '../helpers/alertHarness';
import { knownWith, open } from '../helpers/incidents';

/** At 03:02 UTC on Sunday 2026-11-22 the second one is on call. */
const onCall: OnCallConfig = {
  people: ['U0ANNA', 'U0BORIS', 'U0CHO'],
  handover: { weekday: 1, hour: 9, minute: 0 },
  zone: 'UTC',
  start: '2026-11-09',
};

let kit: AlertHarness;
beforeEach(async () => {
  kit = createAlertHarness({ paging: { onCall } });
  await kit.know(knownWith(open));
});
const ask = (words: string, requester?: typeof STRANGER) => kit.ask(`/arb-alerts duty ${words}`, requester);
/** As a notification speaks it. */
const said = async (words = '') => (await ask(words)).text;

const told = async () =>
  (await kit.alertStore.pending()).flatMap(({ text }) => {
    const notification = decodeNotification(text);
    if (notification?.kind !== 'event') return [];
    const render = createRenderer({
      options: () => ({ demo: false, currency: null, zone: 'UTC', docsUrl: null }),
    });
    const context = {
      now: kit.clock.now(),
      detectedAt: kit.clock.now(),
      isDelayed: false,
      delayReason: null,
      redirectedFrom: null,
    };
    return [render(notification, context).message.text];
  });

describe('/arb-alerts duty', () => {
  test('says who is on call, until when, and who is next', async () => {
    expect(await said()).toMatch(
      /On call now: .*U0BORIS.*, until 2026-11-23 09:00 UTC\. Next: .*U0CHO.*, from 2026-11-23 09:00 UTC\./,
    );
  });

  test('says what to set where nobody is configured', async () => {
    const other = createAlertHarness();
    await other.know(knownWith(open));
    for (const words of ['', 'swap me', 'clear'])
      expect((await other.ask(`/arb-alerts duty ${words}`)).text).toMatch(/Nobody is on call: set `?on_call/);
  });

  test.each([
    ['swap me', 'U0OPERATOR', '2026-11-23 09:00 UTC'],
    ['swap U0ANNA', 'U0ANNA', '2026-11-23 09:00 UTC'],
    ['swap <@U0ANNA|anna> until 18:00', 'U0ANNA', '18:00 UTC'],
    ['swap @U0ANNA 2h', 'U0ANNA', '05:02 UTC'],
  ])('%s puts %s on call until %s, and tells the channel', async (words, userId, until) => {
    expect(await said(words)).toMatch(
      new RegExp(`Done; .*On call now: .*${userId}.*, in place of .*U0BORIS.*, until ${until}\\.`),
    );
    expect(await told()).toEqual([
      expect.stringMatching(
        new RegExp(`${userId}.* is on call until .*, in place of .*U0BORIS.*Changed by .*U0OPERATOR`),
      ),
    ]);
    expect((await kit.alertStore.audit(1)).map(decodeAuditEntry)).toEqual([
      expect.objectContaining({
        actor: 'U0OPERATOR',
        action: expect.objectContaining({ kind: 'duty_swap', userId }),
      }),
    ]);
    expect(await said()).toContain(userId);
  });

  test('clear gives back to whom the order names', async () => {
    await ask('swap me');
    expect(await said('clear')).toMatch(/Done; .*On call now: .*U0BORIS/);
    expect(await told()).toHaveLength(2);
  });

  test('swap to whom the order names ends the swap', async () => {
    await ask('swap me');
    expect(await said('swap U0BORIS')).not.toContain('in place of');
  });

  test.each([
    ['swap', 'Who is to be on call is missing'],
    ['swap @anna', '`@anna` is a name, and Slack does not tell the bot whose it is'],
    ['swap anna', '`anna` is nobody that can be put on call'],
    ['swap me U0ANNA', '`U0ANNA` is not valid here'],
    ['swap me until yesterday', 'is not valid here'],
    ['swp me', '`swp` is not valid here'],
    ['clear now', '`now` is not valid here'],
  ])('%s is answered with what to type instead', async (words, answer) => {
    expect(await said(words)).toContain(answer);
    expect(await told()).toEqual([]);
  });

  test('does nothing that is done', async () => {
    expect(await said('clear')).toContain('There is no swap to end');
    expect(await said('swap U0BORIS')).toMatch(/U0BORIS.* is on call already, until/);
    expect(await said('swap U0BORIS 1h')).toMatch(/U0BORIS.* is on call already, until/);
    expect(await told()).toEqual([]);
  });

  test('may be asked by everyone, and changed by operators alone', async () => {
    expect((await ask('', STRANGER)).text).toContain('On call now');
    expect((await ask('swap me', STRANGER)).text).not.toContain('On call now');
    expect(await told()).toEqual([]);
  });
});

describe('The button of a direct message', () => {
  test('acknowledges the alert, and says so where the alert is not in sight', async () => {
    expect((await kit.press(PAGE_ACTIONS.acknowledge, open.id))?.text).toBe(
      'Acknowledged. Nobody else is paged.',
    );
    expect((await kit.service.incidents()).map(({ state }) => state)).toEqual(['acknowledged']);
    expect((await kit.press(PAGE_ACTIONS.acknowledge, open.id))?.text).toContain('already acknowledged');
  });
});

describe('/arb-alerts', () => {
  const page = (n: number, change = {}) => ({
    ...{ n, step: n - 1, via: { dm: `U0PERSON${n}` }, at: new Date('2026-11-22T03:00:00Z'), failure: null },
    ...change,
  });
  const escalated = (change = {}) => ({
    ...open,
    escalation: {
      status: 'running' as const,
      ...{
        step: 1,
        dueAt: new Date('2026-11-22T03:10:00Z'),
        remainingMs: null,
        severity: 'critical' as const,
      },
      ...{ since: new Date('2026-11-22T02:58:00Z'), lastWebhookEvent: null, pages: [page(1)] },
      ...change,
    },
  });

  test.each([
    ['whom it has paged', {}, 'not acknowledged; paged ; next page 2026-11-22 03:10:00 UTC'],
    [
      'who could not be paged',
      { pages: [page(1, { failure: 'user_disabled' })] },
      'not acknowledged; could not page : the account is deactivated (user_disabled); next page',
    ],
    ['that nobody is left', { status: 'finished', dueAt: null }, '; nobody is left to page'],
    [
      'nothing of an earlier round',
      { since: new Date('2026-11-22T03:03:00Z'), pages: [] },
      'not acknowledged; next page',
    ],
  ])('says of an open alert %s', async (_, change, answer) => {
    await kit.know(knownWith(escalated(change)));
    expect((await kit.ask('/arb-alerts')).shown).toContain(answer);
  });
});
