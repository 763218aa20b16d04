import fc from 'fast-check';
import { damage, damaged } from './damage';
import { hostileText } from './text';

/** As Slack sends them, as far as the bot reads them. */
export const command = (text: string, name = '/arb-status'): Record<string, unknown> => ({
  ...{ token: 'x', team_id: 'T0RAW', team_domain: 'raw', channel_id: 'C0OPS', channel_name: 'ops' },
  ...{
    user_id: 'U0OPERATOR',
    user_name: 'olive',
    command: name,
    text,
    api_app_id: 'A0RAW',
    is_enterprise_install: 'false',
  },
  ...{ response_url: 'https://hooks.slack.com/commands/T1/2/x', trigger_id: `${Math.random()}` },
});

const PRESS = {
  type: 'block_actions',
  user: { id: 'U0OPERATOR', team_id: 'T0RAW' },
  team: { id: 'T0RAW', domain: 'raw' },
  channel: { id: 'C0OPS', name: 'ops' },
  message: { ts: '1.0', text: 'x', metadata: {} },
  container: { type: 'message', message_ts: '1.0', channel_id: 'C0OPS' },
  response_url: 'https://hooks.slack.com/actions/T1/2/x',
  trigger_id: '1.1',
  state: { values: { a: { b: { type: 'plain_text_input', value: 'x' } } } },
  actions: [
    {
      type: 'button',
      action_id: 'incident:acknowledge',
      block_id: 'b',
      value: 'no_sign_of_life:live:docker:1',
    },
  ],
};
const VIEW = {
  ...PRESS,
  type: 'view_submission',
  view: {
    id: 'V1',
    callback_id: 'x',
    private_metadata: '{}',
    state: { values: {} },
    blocks: [],
    type: 'modal',
  },
};
const EVENT = {
  ...{ type: 'event_callback', team_id: 'T0RAW', api_app_id: 'A0RAW', event_id: 'Ev1', event_time: 1 },
  event: { type: 'app_mention', user: 'U0OPERATOR', text: '<@U0BOT> help', channel: 'C0OPS', ts: '1.0' },
  authorizations: [{ team_id: 'T0RAW', user_id: 'U0BOT', is_bot: true }],
};
const GOOD = [
  command('paper'),
  PRESS,
  VIEW,
  { ...PRESS, type: 'block_suggestion' },
  { ...PRESS, type: 'shortcut' },
  EVENT,
];

/** A payload that is almost one, or any JSON. */
export const payload: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom<unknown>(...GOOD), fc.array(damage, { maxLength: 3 }))
      .map(([good, damages]) => damages.reduce((json, one) => damaged(json, one).json, good)),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      'x'.repeat(500_000),
      JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`),
    ),
  },
);

const type = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('slash_commands', 'interactive', 'events_api') },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        'hello',
        'options',
        'error',
        'close',
        'connected',
        'disconnected',
        'disconnecting',
        'ws_message',
        'slack_event',
      ],
      ...['authenticated', 'reconnecting', '__proto__', 'constructor', '', 'event', null, 1, [], {}],
    ),
  },
  { weight: 1, arbitrary: hostileText },
);

/** A frame on the WebSocket: almost an envelope, other JSON, other text, or bytes; none asks to disconnect. */
export const frame: fc.Arbitrary<string | Buffer> = fc
  .oneof<fc.Arbitrary<string | Buffer>[]>(
    fc
      .record(
        {
          envelope_id: fc.oneof(fc.uuid(), fc.uuid(), fc.jsonValue({ maxDepth: 1 })),
          type,
          payload,
          accepts_response_payload: fc.oneof(fc.boolean(), fc.constant('maybe')),
          retry_attempt: fc.oneof(fc.nat(), fc.constant('x')),
          retry_reason: fc.constantFrom('timeout', '', null),
        },
        { requiredKeys: ['type'] },
      )
      .map((envelope) => JSON.stringify(envelope)),
    fc.json(),
    hostileText,
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  )
  .filter((one) => !/"type":"disconnect"/.test(String(one)));
