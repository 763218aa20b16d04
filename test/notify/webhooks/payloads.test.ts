import { z } from 'zod';
import type { PageNotification } from '../../../src/notify/model/notification';
import type { Webhook } from '../../../src/notify/webhooks/webhook';
import { webhookRequest } from '../../../src/notify/webhooks/webhookRequest';
import { acknowledged, affected, NIGHT, realMoney, recovered } from '../../helpers/incidents';
import { webhookPage } from '../../helpers/pages';

const SECRET = 'hunter2-hunter2-hunter2';
const HOOKS = {
  pagerduty: {
    name: 'hook',
    type: 'pagerduty',
    url: 'https://events.pagerduty.com/v2/enqueue',
    routingKey: 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4',
  },
  ntfy: { name: 'hook', type: 'ntfy', url: 'https://ntfy.sh/', topic: 'arb-alerts', token: 'tk_secret' },
  slack: { name: 'hook', type: 'slack', url: 'https://hooks.slack.com/services/T0/B0/x' },
  json: { name: 'hook', type: 'json', url: 'https://hooks.example/arb', secret: SECRET },
} satisfies Record<string, Webhook>;
type Type = keyof typeof HOOKS;
const TYPES = Object.keys(HOOKS) as Type[];

const LINK = 'https://team.slack.com/archives/C0ALERTS/p1795316280000100';
const request = (type: Type, page: PageNotification = webhookPage(), alertUrl: string | null = LINK) =>
  webhookRequest(HOOKS[type], page, { now: NIGHT, zone: 'UTC', alertUrl });
const bodyOf = (type: Type, page?: PageNotification, alertUrl?: string | null) =>
  JSON.parse(request(type, page, alertUrl)?.body ?? 'null');

/** What somebody may have named an env: Redis is given any text. */
const HOSTILE = `x\r\nX-Evil: 1\u202e<!channel>*\`${'😀'.repeat(400)}`;
const hostile = webhookPage({
  id: `no_sign_of_life:live:${HOSTILE}:1/escalation/3`,
  incident: {
    ...realMoney,
    id: `no_sign_of_life:live:${HOSTILE}:1`,
    targets: [affected(`live:${HOSTILE}`, { realMoney: true, realMoneyBy: 'flags', component: HOSTILE })],
  },
});

/**
 * PagerDuty's Events API v2: https://developer.pagerduty.com/docs/send-alert-event (the table of parameters), and
 * https://developer.pagerduty.com/docs/events-api-v2-overview (512 KB).
 */
const pagerDutyEvent = z.discriminatedUnion('event_action', [
  z.strictObject({
    routing_key: z.string().length(32),
    event_action: z.literal('trigger'),
    dedup_key: z.string().min(1).max(255),
    payload: z.strictObject({
      summary: z.string().min(1).max(1024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime(),
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string().optional(),
      custom_details: z.record(z.string(), z.unknown()).optional(),
    }),
    links: z.array(z.strictObject({ href: z.url(), text: z.string() })).optional(),
    client: z.string().optional(),
  }),
  z.strictObject({
    routing_key: z.string().length(32),
    event_action: z.enum(['acknowledge', 'resolve']),
    dedup_key: z.string().min(1).max(255),
  }),
]);

describe('The request of a webhook', () => {
  test('to PagerDuty triggers an event that says what is wrong, how bad it is and where to look', () => {
    expect(bodyOf('pagerduty')).toEqual({
      routing_key: HOOKS.pagerduty.routingKey,
      event_action: 'trigger',
      dedup_key: realMoney.id,
      payload: {
        summary: 'CRITICAL · Down: live docker · REAL MONEY',
        source: 'arbwatch',
        severity: 'critical',
        timestamp: '2026-11-22T03:02:00.000Z',
        component: 'live:docker',
        class: 'no_sign_of_life',
        custom_details: {
          details: expect.stringContaining('Nobody has acknowledged it for 20 min.'),
          opened_at: '2026-11-22T02:42:00.000Z',
          escalation_page: 3,
        },
      },
      links: [{ href: LINK, text: 'Open the alert in Slack' }],
      client: 'arbwatch',
    });
  });

  test.each([
    ['acknowledge', { ...acknowledged }],
    ['resolve', { ...recovered }],
  ] as const)('to PagerDuty ends what it triggered under the same key: %s', (event, incident) => {
    expect(bodyOf('pagerduty', webhookPage({ event, incident }))).toEqual({
      routing_key: HOOKS.pagerduty.routingKey,
      event_action: event,
      dedup_key: incident.id,
    });
  });

  test.each([
    ['critical', 5, 'rotating_light'],
    ['warning', 4, 'warning'],
    ['info', 3, 'information_source'],
  ] as const)('carries the severity %s in the words of each receiver', (severity, priority, tag) => {
    const page = webhookPage({ incident: { ...realMoney, severity } });
    expect(bodyOf('pagerduty', page).payload.severity).toBe(severity);
    expect(bodyOf('ntfy', page)).toMatchObject({ priority, tags: [tag, severity] });
    expect(bodyOf('json', page).severity).toBe(severity);
    expect(bodyOf('slack', page).text).toContain(severity.toUpperCase());
  });

  test('to ntfy is published as JSON, with the token in a header', () => {
    const { url, headers } = request('ntfy') ?? {};
    expect({ url, headers }).toMatchObject({
      url: 'https://ntfy.sh/',
      headers: { authorization: 'Bearer tk_secret' },
    });
    expect(bodyOf('ntfy')).toEqual({
      topic: 'arb-alerts',
      title: 'CRITICAL · Down: live docker · REAL MONEY',
      message: expect.stringMatching(/^REAL MONEY: [\s\S]*Nobody has acknowledged it for 20 min\.$/),
      priority: 5,
      tags: ['rotating_light', 'critical'],
      click: LINK,
    });
  });

  test('to ntfy and Slack says quietly that it is over, and nothing of an acknowledgement', () => {
    const over = webhookPage({ event: 'resolve', incident: recovered });
    expect(bodyOf('ntfy', over)).toMatchObject({
      title: 'Recovered after 3 min: paper docker',
      priority: 2,
      tags: ['white_check_mark', 'warning'],
    });
    expect(bodyOf('slack', over).text).toContain('Recovered after 3 min: paper docker');
    const taken = webhookPage({ event: 'acknowledge', incident: acknowledged });
    expect([request('ntfy', taken), request('slack', taken)]).toEqual([null, null]);
  });

  test('as generic JSON has every field of the schema, and null for what is not known', () => {
    expect(bodyOf('json', webhookPage(), null)).toEqual({
      version: 1,
      event: 'trigger',
      id: `${realMoney.id}/escalation/3`,
      dedup_key: realMoney.id,
      drill: false,
      severity: 'critical',
      title: 'CRITICAL · Down: live docker · REAL MONEY',
      text: expect.stringContaining('live docker'),
      rule: 'no_sign_of_life',
      targets: [
        { target: 'live:docker', since: '2026-11-22T02:58:00.000Z', recovered_at: null, real_money: true },
      ],
      opened_at: '2026-11-22T02:42:00.000Z',
      acknowledged_at: null,
      acknowledged_by: null,
      closed_at: null,
      escalation_page: 3,
      decided_at: '2026-11-22T03:02:00.000Z',
      link: null,
    });
  });

  test.each(TYPES)('of a drill begins with DRILL and does not say that anything is wrong: %s', (type) => {
    const text = JSON.stringify(bodyOf(type, webhookPage({ isTest: true })));
    expect(text).toMatch(/"(?:summary|title|text)":"DRILL/);
    expect(text).toContain('nothing is wrong');
    expect(text).not.toContain('Down');
  });

  test.each(TYPES)('is made of any name, on one line and within the limits: %s', (type) => {
    const { headers = {}, body = '' } = request(type, hostile) ?? {};
    expect(() => new Headers(headers)).not.toThrow();
    expect(body.length).toBeLessThan(8_000);
    const { title, summary, text = '', message = '' } = { ...JSON.parse(body), ...JSON.parse(body).payload };
    expect(`${title ?? summary ?? ''}`).not.toMatch(/[\r\n\u202e]/);
    expect(`${text}${message}`).not.toMatch(/\r|\u202e/);
    expect(Buffer.byteLength(message)).toBeLessThan(4_096);
    if (type === 'slack') expect(text).not.toContain('<!channel>');
  });

  test.each([
    ['an alert', webhookPage()],
    [
      'an outage, which has no target',
      webhookPage({ incident: { ...realMoney, rule: 'monitoring_outage', targets: [] } }),
    ],
    ['any name', hostile],
    ['an acknowledgement', webhookPage({ event: 'acknowledge', incident: acknowledged })],
    ['an end of any name', { ...hostile, event: 'resolve' as const }],
    ['a drill', webhookPage({ isTest: true })],
  ])('to PagerDuty keeps its published limits: %s', (_, page) => {
    const { body = '' } = request('pagerduty', page) ?? {};
    expect(pagerDutyEvent.safeParse(JSON.parse(body)).error).toBeUndefined();
    expect(Buffer.byteLength(body)).toBeLessThan(512 * 1024);
  });

  test.each(TYPES)('has the same key in every attempt, and another of another page: %s', (type) => {
    const keyOf = (page: PageNotification) => request(type, page)?.headers['idempotency-key'];
    expect(keyOf(webhookPage())).toMatch(/^[0-9a-f]{32}$/);
    expect(keyOf(webhookPage())).toBe(keyOf({ ...webhookPage(), openForMs: 1 }));
    expect(keyOf(webhookPage())).not.toBe(keyOf(webhookPage({ n: 4 })));
  });

  test.each(TYPES)('holds a secret only where its receiver expects it: %s', (type) => {
    const { url = '', headers = {}, body = '' } = request(type) ?? {};
    expect(JSON.stringify([url, headers, body])).not.toContain(SECRET);
    if (type !== 'pagerduty') expect(body).not.toContain(HOOKS.pagerduty.routingKey);
    expect(body).not.toContain('tk_secret');
  });
});
