import { parseMrkdwn, plainMrkdwn, tokensIn } from '../../sandbox';

test.each([
  ['<#C0OPS>', { kind: 'channel-mention', id: 'C0OPS' }],
  ['<#C0OPS|ops>', { kind: 'channel-mention', id: 'C0OPS' }],
  ['<@U0OPERATOR>', { kind: 'user-mention', id: 'U0OPERATOR' }],
  ['<!subteam^S1|traders>', { kind: 'group-mention', id: 'S1' }],
  ['<!here>', { kind: 'broadcast', range: 'here' }],
  ['<!channel|channel>', { kind: 'broadcast', range: 'channel' }],
  ['<!everyone>', { kind: 'broadcast', range: 'everyone' }],
  ['<!never>', { kind: 'unknown', source: '<!never>' }],
  ['a < b and c > d', { kind: 'unknown', source: '< b and c >' }],
  ['<https://a.example|a>', { kind: 'link', url: 'https://a.example', label: 'a', automatic: false }],
  ['<mailto:a@b.example>', { kind: 'link', url: 'mailto:a@b.example', label: null, automatic: false }],
  ['see https://a.example/b', { kind: 'link', url: 'https://a.example/b', label: null, automatic: true }],
  [
    '<!date^1795334400^{date_short_pretty} {time}|08:00 UTC>',
    {
      kind: 'date',
      epochS: 1_795_334_400,
      format: '{date_short_pretty} {time}',
      fallback: '08:00 UTC',
      url: null,
    },
  ],
  [':+1:', { kind: 'emoji', name: '+1' }],
  [':tada:', { kind: 'emoji', name: 'tada' }],
  ['all *well* here', { kind: 'bold', text: 'well' }],
  ['all _well_ here', { kind: 'italic', text: 'well' }],
  ['all ~well~ here', { kind: 'strike', text: 'well' }],
  ['all `we*l*l` here', { kind: 'code', text: 'we*l*l' }],
  ['```a\n*b*```', { kind: 'preformatted', text: 'a\n*b*' }],
  ['> quoted', { kind: 'quote', text: 'quoted' }],
])('The mrkdwn parser finds one token in %j', (text, token) => {
  expect(parseMrkdwn(text)).toEqual([token]);
});

test.each([
  'a plain sentence, 3 * 4 * 5 = 60',
  'worker_1_iteration_2',
  '&lt;!channel&gt; &lt;@U0OPERATOR&gt; &lt;https:&gt;',
  'a < b',
  '2026-11-22T08:00:00',
])('The mrkdwn parser finds no token in %j', (text) => {
  expect(parseMrkdwn(text)).toEqual([]);
});

test('The mrkdwn parser lists even a mention inside code', () => {
  expect(parseMrkdwn('`<!channel>`')).toContainEqual({ kind: 'broadcast', range: 'channel' });
});

test('A reader sees the labels and fallbacks of mrkdwn', () => {
  expect(plainMrkdwn('<https://a.example|docs> at <!date^1^{time}|08:00 UTC>: a &lt; b &amp; c')).toBe(
    'docs at 08:00 UTC: a < b & c',
  );
});

test('Tokens of a message are found in its text, blocks and rich text', () => {
  const message = {
    text: 'Alert for <@U1>',
    blocks: [
      {
        type: 'section',
        text: { type: 'mrkdwn', text: '<!here>' },
        fields: [{ type: 'mrkdwn', text: '<#C1>' }],
      },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url: 'https://a.example' }] }],
      },
    ],
  };
  expect(tokensIn(message).map((token) => token.kind)).toEqual([
    'user-mention',
    'broadcast',
    'channel-mention',
    'link',
  ]);
});

test('plain_text contains no tokens', () => {
  const blocks = [{ type: 'header', text: { type: 'plain_text', text: '<!channel> *a*' } }];
  expect(tokensIn({ text: 'Hello', blocks })).toEqual([]);
});
