import { codeSpan, escapeInvisible, sanitize, truncate } from '../../formatters/blockKit/escape';
import { parseMrkdwn } from '../../sandbox/mrkdwn';

describe('A name from outside, in mrkdwn,', () => {
  test.each([
    '<!channel>',
    '<!here|everyone>',
    '<@U123>',
    '*bold* _slanted_ ~struck~',
    ':skull:',
    'paper:docker:arbitrage',
    '`code` ```more```',
    'first\n> quoted',
    '&lt;!channel&gt;',
  ])('%j is nothing but letters', (name) => {
    const kinds = parseMrkdwn(`Session ${codeSpan(name)} is done.`).map(({ kind }) => kind);
    expect(kinds).toEqual(['code']);
  });

  test('a link with a label of its own shows where it goes', () => {
    const tokens = parseMrkdwn(codeSpan('<https://example.com|the bank>'));
    expect(tokens).toContainEqual(expect.objectContaining({ kind: 'code' }));
    expect(tokens).not.toContainEqual(expect.objectContaining({ label: 'the bank' }));
  });

  test('an ordinary name can be copied as it is', () => {
    expect(codeSpan('d28_demo_session-1')).toBe('`d28_demo_session-1`');
  });

  test('a name that holds an escape keeps it', () => {
    expect(codeSpan('a &amp; b')).toBe('`a &amp;amp; b`');
  });

  test('that is empty is shown as "(empty)", because an empty code span is not rendered', () => {
    expect(codeSpan(' ')).toBe('`(empty)`');
  });
});

describe('what is unseen in a name', () => {
  test.each([
    ['a line end', 'a\nb', 'a\\nb'],
    ['a terminal command', '\u001b[2J', '\\u001b[2J'],
    ['a right-to-left override', 'a\u202eb', 'a\\u202eb'],
    ['an isolate', 'a\u2066b', 'a\\u2066b'],
    ['a zero-width space', 'a\u200bb', 'a\\u200bb'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
    ['half a surrogate pair', 'a\ud83d', 'a\\ud83d'],
    ['an invisible letter beyond the first plane', 'a\u{e0041}', 'a\\udb40\\udc41'],
  ])('%s is made visible', (_, text, expected) => {
    expect(escapeInvisible(text)).toBe(expected);
  });

  test('Korean, emoji and the joiner inside an emoji stay as they are', () => {
    expect(escapeInvisible('한국어 👩‍🚀 é')).toBe('한국어 👩‍🚀 é');
  });
});

describe('a text that is too long', () => {
  test('is cut to the limit and says so', () => {
    expect(truncate('abcdef', 5)).toBe('abcd…');
  });

  test('is left alone at the limit', () => {
    expect(truncate('abcde', 5)).toBe('abcde');
  });

  test('never ends in half a surrogate pair', () => {
    expect(truncate('abc😀def', 5)).toBe('abc…');
  });

  test('never ends in half an escape', () => {
    expect(truncate('abc &amp; def', 8)).toBe('abc …');
  });

  test('never ends in half a date', () => {
    expect(truncate('Read <!date^1795333311^{time}|2026-11-22> now', 30)).toBe('Read …');
  });

  test('never ends in half a link', () => {
    expect(truncate('See <https://docs.example/a.md#b|words>.', 30)).toBe('See …');
  });

  test('a name of 4,000 characters is cut to 60', () => {
    expect(sanitize('x'.repeat(4000))).toHaveLength(60);
  });
});
