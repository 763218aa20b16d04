import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebAPIPlatformError } from '@slack/web-api';
import { parse } from 'yaml';
import { COMMANDS } from '../../commands';
import { encodeAuditEntry } from '../../src/alerting/auditLog';
import type { Incident } from '../../src/alerting/incidents/incident';
import { incidentNotification } from '../../src/alerting/incidents/notificationIds';
import { encodeNotification } from '../../src/notify/model/codec';
import { cachedUserGroups } from '../../src/slack/outbound/userGroups';
import { type AlertHarness, createAlertHarness, STRANGER } from '../helpers/alertHarness';
import { settableClock } from '../helpers/clock';
import {
  acknowledged,
  affected,
  blindOver,
  knownWith,
  minutesAgo,
  NIGHT,
  NOTHING_OBSERVED,
  open,
  recovered,
  snoozed,
  storm,
} from '../helpers/incidents';

const refused = (error: string) => new WebAPIPlatformError({ ok: false, error });

describe('/arb-alerts', () => {
  let kit: AlertHarness;
  beforeEach(() => {
    kit = createAlertHarness();
  });

  const ask = (words = '') => kit.ask(`/arb-alerts ${words}`);
  const states = async () => (await kit.service.incidents()).map(({ state }) => state);

  describe('without words', () => {
    test('before the first check says that there was none', async () => {
      expect((await ask()).text).toBe('No alert, and no check yet.');
    });

    test('says since when, for how long, and that nobody has it in hand', async () => {
      await kit.know(knownWith(open));
      expect((await ask()).shown).toMatch(
        /Warning · Down: paper docker since 2026-11-22 02:58:00 UTC \(4 min\); not acknowledged · [b-z][2-9][b-z][2-9]\n/,
      );
    });

    describe('where Redis answers, but the traders have not been seen for half an hour', () => {
      beforeEach(() => kit.know({ ...knownWith(open), observedAt: minutesAgo(30) }));

      test('says so first, with no green sign', async () => {
        const { shown } = await ask();
        expect(shown).toMatch(
          /^🔴 2 open alerts\nOpen\n\W*(?:Warning|CRITICAL) · Monitoring outage: Redis cannot be read since 2026-11-22 02:32:00 UTC \(30 min\); /,
        );
      });

      test('says so in the notification', async () => {
        expect((await ask()).text).toMatch(
          /^2 open alerts\. (?:Warning|CRITICAL) · Monitoring outage: Redis cannot be read since 02:32 UTC\. /,
        );
      });

      test('says that this alert ends by itself, not that somebody could acknowledge it', async () => {
        await kit.know({ ...knownWith(), observedAt: minutesAgo(30) });
        const { shown } = await ask();
        expect(shown).toContain('(30 min); closes by itself when Redis can be read again');
        expect(shown).not.toContain('acknowledged');
      });

      test('counts it to each trader of whom somebody asks why', async () => {
        const { shown } = await ask('why live docker');
        expect(shown).toContain('live docker: unknown, Redis cannot be read · 1 open alert');
        expect(shown).toContain(
          'Monitoring outage: Redis cannot be read since 2026-11-22 02:32:00 UTC (30 min)',
        );
      });

      test('claims to the one who asks why neither that Slack has its message nor that it has not', async () => {
        expect((await ask('why live docker')).shown).not.toMatch(/not sent yet|sent to/);
      });
    });

    test('has no green sign where no check has seen the traders yet', async () => {
      expect((await ask()).shown).not.toContain('🟢');
    });

    test('leaves out what is over', async () => {
      await kit.know(knownWith(recovered));
      expect((await ask()).text).toBe('No open alert; last check under 1 s ago.');
    });

    test('with a muted trader of real money that is down names it in red, and claims no quiet', async () => {
      const known = knownWith();
      const flags = { ...NOTHING_OBSERVED.reported, liveEnabled: true, liveArmed: true };
      const targets = known.targets.map((each) =>
        each.target === 'live:docker'
          ? { ...each, status: 'down' as const, muted: true, reported: flags }
          : each,
      );
      await kit.know({ ...known, targets });
      const { shown, text } = await ask();
      expect(shown).toMatch(/^🔴 live docker: down · REAL MONEY · muted\n/);
      for (const words of [shown, text]) expect(words).not.toContain('No open alert');
      expect((await ask('why live docker')).shown).toMatch(
        /^live docker: down · REAL MONEY · muted · no open alert\n/,
      );
    });

    test('history names who did what, the newest first', async () => {
      await kit.know(knownWith(open));
      await ask('snooze paper docker 2h');
      await ask('ack paper docker');
      const { shown } = await ask('history');
      expect(shown).toMatch(/acknowledged it \(no_sign_of_life of paper docker\)[\s\S]*snoozed it until/);
    });

    test.each(['monitoring_outage:1795315234', 'monitoring_outage:start:1795315234'])(
      'names the end of an outage in words, of %s',
      async (id) => {
        await kit.know(knownWith());
        const { version = 0 } = (await kit.alertStore.load()) ?? {};
        const entry = encodeAuditEntry({
          at: minutesAgo(1),
          actor: null,
          action: { kind: 'changed', from: 'open', to: 'recovered' },
          incident: { id, rule: 'monitoring_outage' },
          target: null,
        });
        await kit.alertStore.commit({
          from: version,
          records: new Map(),
          enqueue: [],
          cancel: [],
          audit: [entry],
          messages: [],
        });
        expect((await ask('history')).shown).toContain('arbwatch: open → recovered (monitoring outage)');
      },
    );

    test('shows what has not reached Slack, for how long, and what keeps it', async () => {
      await kit.know(knownWith(open));
      const delivery = {
        kind: 'incident',
        id: open.id,
        channel: 'C0ALERTS',
        detectedAt: minutesAgo(19),
        incident: open,
      } as const;
      const put = [{ id: open.id, text: encodeNotification(delivery) }];
      const { version = 0 } = (await kit.alertStore.load()) ?? {};
      await kit.alertStore.commit({
        from: version,
        records: new Map(),
        enqueue: put,
        cancel: [],
        audit: [],
        messages: [],
      });
      await kit.alertStore.claim(open.id, 'copy-1', 1_000);
      await kit.alertStore.release(open.id, 'copy-1', {
        count: 7,
        notBefore: null,
        inDoubtSince: null,
        lastFailure: { kind: 'channel', detail: 'is_archived' },
      });
      const { shown } = await ask();
      expect(shown).toMatch(
        /Alert \(Down: paper docker\) for .*, waiting for 19 min, tried 7 times: Slack refused the channel: is_archived/,
      );
    });

    test('names an outage that has not reached Slack as its message does', async () => {
      await kit.know(knownWith(blindOver));
      const put = [
        {
          id: blindOver.id,
          text: encodeNotification(
            incidentNotification(blindOver, { channel: 'C0ALERTS', detectedAt: NIGHT }),
          ),
        },
      ];
      const { version = 0 } = (await kit.alertStore.load()) ?? {};
      await kit.alertStore.commit({
        from: version,
        records: new Map(),
        enqueue: put,
        cancel: [],
        audit: [],
        messages: [],
      });
      expect((await ask()).shown).toContain('Alert (Monitoring outage) for ');
    });

    test('names an event that has not reached Slack as its message would', async () => {
      await kit.know(knownWith());
      const event = {
        rule: 'circuit_breaker',
        target: 'paper:docker',
        level: 'normal',
        severity: 'warning',
        details: {},
      } as const;
      const delivery = {
        kind: 'event',
        occurrence: null,
        id: 'event:1',
        channel: 'C0ALERTS',
        detectedAt: minutesAgo(19),
        event: { ...event, at: minutesAgo(19) },
      } as const;
      const { version = 0 } = (await kit.alertStore.load()) ?? {};
      const put = [{ id: 'event:1', text: encodeNotification(delivery) }];
      await kit.alertStore.commit({
        from: version,
        records: new Map(),
        enqueue: put,
        cancel: [],
        audit: [],
        messages: [],
      });
      expect((await ask()).shown).toContain('Circuit breaker tripped (paper docker) for ');
    });

    test('shows a delivery that another version of the bot wrote, too', async () => {
      await kit.know(knownWith());
      const { version = 0 } = (await kit.alertStore.load()) ?? {};
      const put = [{ id: 'odd', text: '{"kind":"fax"}' }];
      await kit.alertStore.commit({
        from: version,
        records: new Map(),
        enqueue: put,
        cancel: [],
        audit: [],
        messages: [],
      });
      expect((await ask()).shown).toContain('Something that this version cannot read');
    });

    test('while Redis cannot be read says that, and no more', async () => {
      await kit.know(knownWith(open));
      kit.store.simulateOutage('unreachable');
      expect((await ask()).text).toContain('Redis cannot be reached');
    });

    test('is for the person alone, and for the channel with "public"', async () => {
      expect((await ask()).public).toBe(false);
      expect((await ask('public')).public).toBe(true);
    });
  });

  describe.each([
    'ack paper docker',
    'ACK Docker PAPER',
    'ack paper:docker',
    'paper docker ack',
    'ack docker:paper',
    'ack paper',
  ])('"%s"', (words) => {
    test('acknowledges the open alert of that target', async () => {
      await kit.know(knownWith(open));
      expect((await ask(words)).text).toBe('Down: paper docker. Acknowledged, no more reminders.');
      expect(await states()).toEqual(['acknowledged']);
    });
  });

  test('ack touches no alert of another target', async () => {
    await kit.know(knownWith({ ...open, targets: [affected('live:docker')] }));
    expect((await ask('ack paper docker')).text).toBe('There is no open alert for paper docker.');
    expect(await states()).toEqual(['open']);
  });

  test('ack of several alerts of a target does all of them, and says so', async () => {
    await kit.know(
      knownWith(open, { ...open, id: 'stale_portfolio:paper:docker:1', rule: 'stale_portfolio' }),
    );
    const { shown } = await ask('ack paper docker');
    expect(shown).toContain('paper docker has 2 open alerts:');
    expect(await states()).toEqual(['acknowledged', 'acknowledged']);
  });

  test('ack of one trader in a storm names all whom it is done for', async () => {
    await kit.know(knownWith(storm));
    expect((await ask('ack paper docker')).shown).toContain(
      '3 traders (paper docker, shadow docker, live docker)',
    );
  });

  const stale: Incident = {
    ...open,
    id: 'stale_portfolio:live:docker:1',
    rule: 'stale_portfolio',
    targets: [affected('live:docker')],
  };

  test.each([
    ['ack', 'acknowledged'],
    ['snooze 2h', 'snoozed'],
    ['snooze', 'snoozed'],
  ])('"%s" is about the only open alert, and names it', async (words, state) => {
    await kit.know(knownWith(open, { ...recovered, id: 'earlier' }));
    expect((await ask(words)).text).toMatch(/^Down: paper docker\. /);
    expect((await states()).sort()).toEqual(['recovered', state].sort());
  });

  test('"unsnooze" is about the only snoozed one', async () => {
    await kit.know(knownWith(snoozed, stale));
    expect((await ask('unsnooze')).text).toBe('Down: paper docker. No longer snoozed.');
  });

  test('"ack" is about the only one that nobody has acknowledged', async () => {
    await kit.know(knownWith({ ...acknowledged, acknowledgedBy: 'U0SEOUL' }, stale));
    expect((await ask('ack')).text).toContain('live docker. Acknowledged');
  });

  describe('of several open alerts', () => {
    beforeEach(() => kit.know(knownWith(open, stale)));

    test('"ack" asks which, with what to type, and changes nothing', async () => {
      const { shown, text } = await ask('ack');
      expect(text).toMatch(/^Which alert do you want to acknowledge\? There are 2\. Down: paper docker\./);
      expect(shown).toMatch(/\/arb-alerts ack [b-z][2-9][b-z][2-9] Warning · Down: paper docker since/);
      expect(shown).toContain('Operators can also do it for all: /arb-alerts ack all');
      expect(await states()).toEqual(['open', 'open']);
    });

    test('what it says to type acknowledges that one', async () => {
      const [, id = ''] = /ack ([b-z0-9]+) Warning/.exec((await ask('ack')).shown) ?? [];
      expect((await ask(`ack ${id.toUpperCase()}`)).text).toContain('Down: paper docker. Acknowledged');
      expect(await states()).toEqual(['acknowledged', 'open']);
    });

    test('"ack all" acknowledges all, and names each', async () => {
      const { shown } = await ask('ack all');
      expect(shown).toMatch(
        /^All 2 open alerts:\nDown: paper docker. Acknowledged.*\n.*live docker. Acknowledged/,
      );
      expect(await states()).toEqual(['acknowledged', 'acknowledged']);
      expect((await ask('ack')).text).toBe(
        'There is nothing to acknowledge: all 2 open alerts are acknowledged or snoozed already.',
      );
    });

    test('"unsnooze" says that none is snoozed', async () => {
      expect((await ask('unsnooze')).text).toBe('No alert is snoozed.');
    });
  });

  test('"ack all" of somebody who is no operator changes nothing', async () => {
    kit = createAlertHarness({ roles: { operators: ['U0OPERATOR'] } });
    await kit.know(knownWith(open, stale));
    expect((await kit.ask('/arb-alerts ack all', STRANGER)).text).toContain('Please ask <@U0OPERATOR>.');
    expect(await states()).toEqual(['open', 'open']);
  });

  test.each(['ack', 'ack all', 'snooze 2h'])('"%s" with no open alert says so', async (words) => {
    await kit.know(knownWith(recovered));
    expect((await ask(words)).text).toBe('There is no open alert.');
  });

  test('an id of no known alert is said to be none', async () => {
    await kit.know(knownWith(open));
    expect((await ask('ack z9z9z9z9')).text).toContain(
      'There is no alert `z9z9z9z9`; it may have ended days ago.',
    );
  });

  test.each(['ack outage', 'snooze outage 2h', 'unsnooze outage', 'ack blind'])(
    '"%s" is told that this alert ends by itself, and does nothing',
    async (words) => {
      await kit.know({ ...knownWith(open), observedAt: minutesAgo(30) });
      expect((await ask(words)).text).toMatch(
        /cannot be acknowledged or snoozed: it sends no reminders, and its alert closes by itself/,
      );
      expect(await states()).toEqual(['open']);
    },
  );

  test('ack of an outage is told the same while Redis is away', async () => {
    kit.store.simulateOutage('unreachable');
    expect((await ask('ack blind')).text).toContain('closes by itself');
  });

  test('ack of what somebody else has acknowledged says who', async () => {
    await kit.know(knownWith({ ...acknowledged, acknowledgedBy: 'U0SEOUL' }));
    expect((await ask('ack paper docker')).text).toContain('<@U0SEOUL> has already acknowledged it.');
  });

  test.each([
    ['snooze paper docker 2h', '2026-11-22T05:02:00.000Z'],
    ['snooze 30m paper docker', '2026-11-22T03:32:00.000Z'],
    ['snooze paper docker 2 hours', '2026-11-22T05:02:00.000Z'],
    ['snooze paper docker for 1d', '2026-11-23T03:02:00.000Z'],
    ['snooze paper docker until 09:00', '2026-11-22T09:00:00.000Z'],
    ['snooze paper docker', '2026-11-22T04:02:00.000Z'],
    ['snooze paper/docker 2h30m', '2026-11-22T05:32:00.000Z'],
    ['snooze ｐａｐｅｒ　docker\u200b 1hr', '2026-11-22T04:02:00.000Z'],
    ['snooze paper: docker, until 9', '2026-11-22T09:00:00.000Z'],
    ['snooze 1w docker/paper', '2026-11-29T03:02:00.000Z'],
    ['snooze paper “docker” tomorrow\u00a09:00', '2026-11-23T09:00:00.000Z'],
    ['snooze paper docker until 9:00 Asia/Seoul', '2026-11-23T00:00:00.000Z'],
  ])('"%s" snoozes until %s', async (words, until) => {
    await kit.know(knownWith(open));
    await ask(words);
    const [incident] = await kit.service.incidents();
    expect(incident?.snoozedUntil?.toISOString()).toBe(until);
  });

  test.each([
    [
      'in the zone of the Slack profile',
      { U0OPERATOR: 'Asia/Seoul' },
      '2026-11-23T00:00:00.000Z',
      'Asia/Seoul, from your Slack profile',
    ],
    [
      'in TIMEZONE where the profile cannot be read',
      {},
      '2026-11-22T09:00:00.000Z',
      "UTC, the bot's TIMEZONE: yours is not known to it (scope users:read)",
    ],
  ])('a time of day is read %s, and the answer says so', async (_, zones, until, says) => {
    kit = createAlertHarness({ zones });
    await kit.know(knownWith(open));
    expect((await ask('snooze paper docker until 9')).shown).toContain(`Time zone: ${says}.`);
    expect((await kit.service.incidents())[0]?.snoozedUntil?.toISOString()).toBe(until);
  });

  test('unsnooze opens it again', async () => {
    await kit.know(knownWith(open));
    await ask('snooze paper docker');
    await ask('unsnooze paper docker');
    expect(await states()).toEqual(['open']);
  });

  test.each([
    ['snoze paper docker', 'Did you mean `snooze`'],
    ['ack paper k3f9', '`k3f9` is one target too many'],
    ['ack docker', '`docker` alone is not a target'],
    ['ack paper live', 'is a second mode'],
    ['ack snooze paper', 'expected one thing to do at a time'],
    ['paper docker', 'before it'],
    ['snooze paper docker two parsecs', '`two parsecs` is not a time to snooze for'],
    [
      'snooze paper docker 2 parsecs',
      '`2` could be minutes, hours or a time of day; expected 2m, 2h or until 2:00',
    ],
    ['snooze paper docker 2h 3h', '`2h 3h` is not a time to snooze for'],
    ['snooze paper docker 0m', '`0m` is no time at all'],
    ['snooze paper docker 8d', '`8d` is too long'],
    ['snooze paper docker 25:00', '`25:00` is no time of day; expected a time such as 09:00'],
    ['snooze paper docker today 2:00', '`today 2:00` has passed; expected a time to come'],
    ['snooze paper docker until 2026-12-24 09:00', '`until 2026-12-24 09:00` is too long'],
    ['snooze paper docker 9:00 KST', 'expected UTC, a name such as Asia/Seoul, or no zone for UTC'],
    ['snooze paper docker forever', 'at most 7d, or until 09:00 (UTC)'],
    ['snoze', 'or a target such as paper docker. Did you mean `snooze`?'],
    ['ack paper docker <!channel>', 'is not valid here'],
    ['test paper now', '`now` is not valid here'],
    ['test critcal', 'Did you mean `critical`?'],
  ])('"%s" is answered with what is wrong, and changes nothing', async (words, wrong) => {
    await kit.know(knownWith(open));
    const { text } = await ask(words);
    expect(text).toContain(wrong);
    expect(text).toContain('Usage: `/arb-alerts');
    expect(await states()).toEqual(['open']);
  });

  test('why tells what each rule said, where the alert stands, and what is held back', async () => {
    await kit.know(knownWith(acknowledged));
    const { shown } = await ask('why paper docker');
    expect(shown).toContain('paper docker: down · 1 open alert');
    expect(shown).toContain('last sign of life: heartbeat from trader 2026-11-22 02:58:00 UTC; still down');
    expect(shown).toContain('not sent yet');
    expect(shown).toMatch(/Reminders of “Down”: it was acknowledged by/);
  });

  describe('history', () => {
    const over: Incident = { ...recovered, id: 'over', closedAt: minutesAgo(60 * 30) };

    test.each([
      [
        'history',
        ['1 alert in the last 24 h', 'Warning · Down: paper docker', 'not acknowledged'],
        ['acknowledged by'],
      ],
      ['history 2d', ['acknowledged by', '2 alerts in the last 2 d'], []],
      ['history last 48 hours', ['2 alerts in the last 2 d'], []],
      ['history 7d live docker', ['No alert for live docker in the last 7 d'], ['paper']],
      ['history paper:docker 7d', ['2 alerts for paper docker in the last 7 d'], []],
    ])('"%s" shows what there was in that time', async (words, has, hasNot) => {
      await kit.know(knownWith(open, over));
      const { shown } = await ask(words);
      for (const text of has) expect(shown).toContain(text);
      for (const text of hasNot) expect(shown).not.toContain(text);
    });

    test.each([
      ['history 30d', '`30d` is too long; expected a length of time such as 24h or 3d, at most 7d'],
      ['history 24', '`24` is not a length of time'],
      ['history yesterday', '`yesterday` is not a length of time'],
      ['history live prodction', 'There is no live trader on'],
    ])('"%s" is answered with what to type', async (words, wrong) => {
      await kit.know(knownWith(open));
      expect((await ask(words)).text).toContain(wrong);
    });
  });

  describe('timeline', () => {
    test('of the only open alert has every step, in UTC and in the zone of who asks', async () => {
      kit = createAlertHarness({ zones: { U0OPERATOR: 'Asia/Seoul' } });
      await kit.know(knownWith(open));
      await ask('snooze 2h');
      await ask('ack');
      const { shown } = await ask('timeline');
      expect(shown).toMatch(/^Timeline of [b-z][2-9][b-z][2-9]: Down: paper docker\n/);
      expect(shown).toContain('Severity: warning. Duration: 4 min. State: acknowledged by ');
      expect(shown).toContain(`Id: ${open.id}`);
      expect(shown).toContain('Times in UTC, in brackets in Asia/Seoul.');
      expect(shown).toMatch(
        /2026-11-22 02:58:00 UTC \(11:58:00\) {2}paper docker: has given no sign of life/,
      );
      expect(shown).toMatch(
        /02:58:00[\s\S]*snoozed it until 2026-11-22 05:02:00 UTC \(14:02:00\)[\s\S]*acknowledged it/,
      );
      expect(shown).toContain('Not posted to Slack, as far as is known.');
      expect(shown).toMatch(/Not delivered yet\n\d+ Alert \(Down: paper docker\)/);
    });

    test.each(['timeline paper docker', `timeline ${open.id}`, 'timeline 1'])(
      '"%s" finds a closed one',
      async (words) => {
        await kit.know(knownWith(recovered));
        const { shown } = await ask(words);
        expect(shown).toContain('State: recovered');
        expect(shown).toContain('2026-11-22 03:01:00 UTC  paper docker recovered');
      },
    );

    test('of several open alerts asks which', async () => {
      await kit.know(knownWith(open, stale));
      expect((await ask('timeline')).shown).toMatch(
        /Which alert do you want to see\?[\s\S]*\/arb-alerts timeline [b-z]/,
      );
    });

    test('that is long comes page by page, and loses nothing', async () => {
      await kit.know(knownWith(open));
      for (let i = 0; i < 25; i += 1) {
        await ask('snooze paper docker 1h');
        await ask('unsnooze paper docker');
      }
      const [first, second] = [await ask('timeline'), await ask('timeline 2')];
      expect(first.shown).toMatch(/Page 1 of 2\. Next: \/arb-alerts timeline [b-z0-9]{4} 2/);
      const steps = (first.shown + second.shown).match(/snoozed it until|ended the snooze/g);
      expect(steps).toHaveLength(50);
      expect((await ask('timeline 3')).text).toBe('There is no page 3: the timeline has 2 pages.');
    });

    test.each([
      ['timeline shadow docker', 'There was no alert for shadow docker in the last 7 days.'],
      ['timeline z9z9', 'There is no alert `z9z9`'],
      ['timeline everything', '`everything` is not valid here'],
    ])('"%s" is answered with what is wrong', async (words, wrong) => {
      await kit.know(knownWith(open));
      expect((await ask(words)).text).toContain(wrong);
    });
  });

  test('why of an id is about its trader, and names the id', async () => {
    await kit.know(knownWith(open, stale));
    const [, id = ''] = /([b-z][2-9][b-z][2-9])\n/.exec((await ask()).shown) ?? [];
    expect((await ask(`why ${id}`)).shown).toMatch(
      new RegExp(`paper docker: down · 1 open alert[\\s\\S]*${id} Warning · Down: paper docker since`),
    );
  });

  test('why of a target that was never seen says so', async () => {
    await kit.know(knownWith());
    expect((await ask('why shadow local')).text).toBe('shadow local: never seen.');
  });

  test('test stores a marked alert, wakes the dispatcher, and says where it goes', async () => {
    await kit.know(knownWith());
    const { text } = await ask('test');
    const [delivery] = await kit.alertStore.pending();
    expect(delivery?.text).toContain('"rule":"test"');
    expect(kit.dispatcher.wakes).toBe(1);
    expect(text).toContain('<#C0ALERTS>');
  });

  test('test critical sends the same as a critical alert', async () => {
    await kit.know(knownWith());
    await ask('test critical');
    const [delivery] = await kit.alertStore.pending();
    expect(delivery?.text).toContain('"severity":"critical"');
  });

  test('test before the first check stores nothing, for an empty memory would hide a lost one', async () => {
    expect((await ask('test')).text).toContain('Please try again in a minute');
    expect(await kit.alertStore.load()).toBeNull();
  });

  test.each([
    ['did not answer, says to try again', new Error('connect ECONNREFUSED'), /again in a minute/],
    ['is out of service, says to try again', refused('service_unavailable'), /again in a minute/],
    [
      'refuses, says that whoever runs the bot must mend it',
      refused('missing_scope'),
      /usergroups:read.*tell whoever runs the bot/,
    ],
  ])('of somebody who may be in a user group, where Slack %s', async (_, error, says) => {
    const client = { usergroups: { users: { list: () => Promise.reject(error) } } };
    const groups = cachedUserGroups(client, settableClock());
    kit = createAlertHarness({ roles: { viewers: ['S0OPS'], operators: null }, groups });
    expect((await ask('test')).text).toMatch(says);
  });

  test('without an alert channel says which setting is missing', async () => {
    kit = createAlertHarness({ alerts: null });
    expect((await ask('ack paper')).text).toContain('ALERT_CHANNEL');
  });

  test('a snooze for longer than 1 h by somebody who is no operator changes nothing and names whom to ask', async () => {
    await kit.know(knownWith(open));
    const { text, public: isPublic } = await kit.ask('/arb-alerts snooze paper docker 61m', STRANGER);
    expect(text).toContain('Please ask <@U0OPERATOR>. You may acknowledge, and snooze for up to 1 h.');
    expect(isPublic).toBe(false);
    expect(await states()).toEqual(['open']);
    expect(await kit.alertStore.pending()).toEqual([]);
  });

  test.each([
    ['ack paper docker', 'acknowledged'],
    ['snooze paper docker 60m', 'snoozed'],
  ])('"%s" is for everyone who may view', async (words, state) => {
    await kit.know(knownWith(open));
    await kit.ask(`/arb-alerts ${words}`, STRANGER);
    expect(await states()).toEqual([state]);
  });

  test('a long snooze where nobody is named as an operator names the setting', async () => {
    kit = createAlertHarness({ roles: { operators: null } });
    await kit.know(knownWith(open));
    const { text } = await kit.ask('/arb-alerts snooze paper docker 1d');
    expect(text).toContain('`OPERATORS` is empty');
    expect(await states()).toEqual(['open']);
  });
});

test.each(COMMANDS.map((command) => [command.name, command] as const))(
  'manifest.yml has %s as the command itself tells it',
  (name, { description, usageHint }) => {
    const manifest = parse(readFileSync(join(__dirname, '../../manifest.yml'), 'utf8'));
    const told = manifest.features.slash_commands.find((each: { command: string }) => each.command === name);
    expect(told).toMatchObject({ description, usage_hint: usageHint });
  },
);

test('a command of somebody who is no viewer shows nothing', async () => {
  const kit = createAlertHarness({ roles: { viewers: ['C0OPS'], operators: null } });
  kit.store.set('paper:docker:arbitrage:stats:trades_total', '21021');
  const { shown } = await kit.ask('/arb-status paper', STRANGER);
  expect(shown).not.toContain('21,021');
  expect(shown).toContain('Please ask somebody in');
});
