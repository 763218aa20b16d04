import { type Incident, NEW_INCIDENT_DEFAULTS } from '../../src/alerting/incidents/incident';
import type { PageNotification } from '../../src/notify/model/notification';
import type { Webhook } from '../../src/notify/webhooks/webhook';
import { webhookRequest } from '../../src/notify/webhooks/webhookRequest';

const at = (time: string): Date => new Date(`2026-11-22T${time}Z`);
const DOWN: Incident = {
  id: 'no_sign_of_life:live:docker:1795316280000',
  rule: 'no_sign_of_life',
  ...NEW_INCIDENT_DEFAULTS,
  severity: 'critical',
  targets: [
    {
      target: 'live:docker',
      startedAt: at('02:58:00'),
      recoveredAt: null,
      flaps: 0,
      details: { lastSign: '2026-11-22T02:58:00Z', sign: 'heartbeat', component: 'trader', realMoney: true },
    },
  ],
  openedAt: at('03:00:00'),
  nextReminderAt: at('04:00:00'),
  revision: 1,
};
const PAGE: PageNotification = {
  kind: 'page',
  id: `${DOWN.id}/escalation/3`,
  channel: 'C0123ALERTS',
  detectedAt: at('03:20:00'),
  via: { webhook: 'own' },
  event: 'trigger',
  incident: DOWN,
  n: 3,
  openForMs: 20 * 60_000,
};
const ALERT_URL = 'https://example.slack.com/archives/C0123ALERTS/p1795316400000100';

/** The body that a webhook sends, laid out. */
function bodyOf(webhook: Webhook, page: PageNotification = PAGE): string {
  const context = { now: page.detectedAt, zone: 'UTC', alertUrl: ALERT_URL };
  const { body = '{}' } = webhookRequest(webhook, page, context) ?? {};
  return `\`\`\`json\n${JSON.stringify(JSON.parse(body), null, 2)}\n\`\`\``;
}

const HOOK = { name: 'own', url: 'https://alerts.example.com/arbwatch' };
const PAGERDUTY: Webhook = { ...HOOK, type: 'pagerduty', routingKey: '<routing_key>' };

/** How a receiver verifies a request. */
const VERIFY_PY = `import hashlib, hmac, time

def is_authentic(header: str, body: bytes, secret: str, now: float | None = None) -> bool:
    fields = dict(part.split("=", 1) for part in header.split(","))
    mac = hmac.new(secret.encode(), fields["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    age = abs((time.time() if now is None else now) - int(fields["t"]))
    return hmac.compare_digest(mac, fields["v1"]) and age <= 300`;

/** docs/webhooks.md, with what the code really sends. */
export const webhookPage = (): string => `# Webhooks

A step of \`escalation\` may call a webhook: PagerDuty, a phone through ntfy, a second chat, or a program of your own
([configuration.md](configuration.md#webhooks)). It is called when nobody has acknowledged an alert in time, with what is wrong, how bad it is
and where the alert is in Slack. Try it with \`/arb-alerts drill now\`.

<!-- Written by \`npm run docs\` from src/notify/webhooks. -->

## What is promised

- **At least once.** Each event is stored before it is sent. If the receiver takes it and its answer is lost, or an instance dies right after sending
  it, it comes again with the same deduplication key. Of several instances one sends it.
- A request may take 8 s. A time-out, a connection that fails, 408, 425, 429 and 5xx are tried again, ever later, at most 2 minutes apart; \`Retry-After\` is
  kept for up to 1 minute. An event that calls somebody has failed after 2 minutes and 3 attempts, one that ends a call after an hour.
- Any other answer is final: the event has failed. A redirect is followed by 307 and 308, and only to the same host.
- If an event that calls somebody has failed, the next step goes at once; the thread, the audit log, \`/arb-alerts\` and
  \`/healthz/alerting\` say so.
- A webhook that is slow or dead delays no message in Slack, no check and no ping, and no other webhook.
- Acknowledging or closing the alert is sent to whoever was called, 10 s later, so that nothing rings afterwards.
- No request holds a token of Slack or a secret of another webhook. Addresses and keys are in no log, no error, and nothing in Slack.
- While Redis is away each instance sends from memory, under the same deduplication key.

The bot needs to reach the receiver directly: proxies of the environment are not used.

## What each type sends

| | \`pagerduty\` | \`ntfy\` | \`slack\` | \`json\` |
|---|---|---|---|---|
| not acknowledged in time | trigger | a message, priority 5, 4 or 3 by severity | a message | \`trigger\` |
| acknowledged | acknowledge | nothing | nothing | \`acknowledge\` |
| closed | resolve | a quiet message | a message | \`resolve\` |
| deduplication key | \`dedup_key\` | none | none | \`dedup_key\` |

Every request is a POST of JSON, and has the header \`Idempotency-Key\`: the same in every attempt to send one event.

## PagerDuty

Create an integration "Events API v2" on a service, and set its integration key as \`routing_key\`. For the EU region set \`url\` to
\`https://events.eu.pagerduty.com/v2/enqueue\`.

${bodyOf(PAGERDUTY)}

\`dedup_key\` is the incident's id, of a very long one its beginning and a hash. The severity is the alert's: critical, warning or info. What
ends it has the same key:

${bodyOf(PAGERDUTY, { ...PAGE, event: 'acknowledge' })}

## ntfy

Set \`url\` to the server with the topic (\`https://ntfy.sh/my-topic\`): who knows the topic can read along, so choose one that cannot be guessed,
or use a server that asks for a \`token\`. Let the app on your phone break through "do not disturb" at priority 5.

${bodyOf({ ...HOOK, type: 'ntfy', topic: 'my-topic', token: null })}

## Slack-compatible

An incoming webhook of another Slack workspace, Mattermost, Rocket.Chat, or Discord (add \`/slack\` to its address).

${bodyOf({ ...HOOK, type: 'slack' })}

## JSON

${bodyOf({ ...HOOK, type: 'json', secret: null })}

| field | meaning |
|---|---|
| \`version\` | of this table. It goes up when a field is removed or changes its meaning; new fields may come at any time |
| \`event\` | \`trigger\`, \`acknowledge\` or \`resolve\` |
| \`id\` | of the event; the same in every attempt |
| \`dedup_key\` | of the incident; the same in all its events |
| \`drill\` | true of a drill: nothing is wrong |
| \`severity\` | \`critical\`, \`warning\` or \`info\` |
| \`title\`, \`text\` | for people, plain text; \`title\` on one line |
| \`rule\` | which rule found it |
| \`targets\` | each with \`target\`, \`since\`, \`recovered_at\` and \`real_money\`; empty for what concerns all |
| \`opened_at\`, \`acknowledged_at\`, \`closed_at\` | of the incident |
| \`acknowledged_by\` | the id of a Slack user |
| \`escalation_page\` | which page of the incident it is, from 1 |
| \`decided_at\` | when the event was decided; it may be sent later |
| \`link\` | the alert in Slack |

Times are ISO 8601 in UTC. Null means not known, or not yet.

### Signature

With \`secret\`, each request has the header \`X-Arbwatch-Signature: t=1795317600,v1=5257a8…\`: \`t\` is when it was sent, in seconds since 1970, and \`v1\` the
HMAC-SHA256 of \`t\`, a full stop and the body as it came, with the secret, in hex. Verify it before you read the body, and refuse what is older than 5
minutes:

\`\`\`python
${VERIFY_PY}
\`\`\`
`;
