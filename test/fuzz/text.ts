import fc from 'fast-check';

/** What Slack, or a terminal, would read as more than its letters. */
const TOKENS = [
  '<!channel>',
  '<!here|here>',
  '<@U1>',
  '<@U1|bob>',
  '<@U0OPERATOR>',
  '<#C1|ops>',
  '<!subteam^S1|all>',
  '<!date^1795333251^{date_short_pretty} {time_secs}|2026-11-22 07:40:51 UTC>',
  '<!date^0^{date}^https://evil.example|x>',
  '<http://evil.example|x>',
  '<mailto:a@evil.example|x>',
  'https://evil.example/',
  '&lt;!channel&gt;',
  '&amp;lt;!here&amp;gt;',
  '`',
  '``',
  '```',
  '`<!channel>`',
  '*bold*',
  '_it_',
  '~no~',
  ':skull:',
  '>',
  '> quoted',
  '\n> quoted',
  '\n',
  '\r\n',
  '\t',
  '\u0000',
  '\u001b[2J',
  '\u202egnp.exe',
  '\u200f',
  '\u200b',
  '\u200d',
  '\u2028',
  '\ufeff',
  '\ud83d',
  '\udc00',
  '👩‍🚀',
  '한국어',
  '{{7*7}}',
  '${',
  '$&',
  '%s',
  '__proto__',
  'constructor',
  'toString',
  '"',
  '“',
  '”',
  "'",
  '\\',
  ',',
  ':',
  '*',
  '?',
  '[a-z]',
  ' ',
  '-0',
  '1e400',
  '2026-11-22T07:41:39Z',
  '9999-99-99T99:99:99Z',
  'live:docker',
  'paper:docker',
];

const codeUnits = (constraints: fc.ArrayConstraints): fc.Arbitrary<string> =>
  fc
    .array(fc.nat({ max: 0xffff }), constraints)
    .map((units) => units.map((unit) => String.fromCharCode(unit)).join(''));

/** Text that means harm, or that nobody thought of: any code points, halves of pairs, tokens, and mixes; and very long. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TOKENS) },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...TOKENS), fc.string({ unit: 'binary', maxLength: 4 })), {
        maxLength: 8,
      })
      .map((parts) => parts.join('')),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: codeUnits({ maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...TOKENS), fc.integer({ min: 1, max: 4_000 }))
      .map(([token, times]) => token.repeat(times).slice(0, 8_000)),
  },
);

/** Text to be typed behind a command: real words, near misses of them, options, and what means harm. */
export const typedText = (words: readonly string[]): fc.Arbitrary<string> => {
  const real = fc.constantFrom(...words);
  const nearMiss = fc
    .tuple(real, fc.nat({ max: 20 }), fc.string({ unit: 'binary', maxLength: 2 }))
    .map(([word, at, put]) => `${word.slice(0, at)}${put}${word.slice(at + 1)}`);
  const cased = fc.mixedCase(real);
  const option = fc.constantFrom(
    '--json',
    '-h',
    '--target=live',
    '/help',
    '?',
    '-',
    '--',
    '=',
    ';',
    '|',
    '&&',
  );
  const number = fc.oneof(
    fc.integer().map(String),
    fc.double().map(String),
    fc.constantFrom('0', '1_000', '1,000', '9'.repeat(400), '30m', '0h', '8d', '24:00', '09:00', '２h'),
  );
  const word = fc.oneof(
    { weight: 5, arbitrary: real },
    { weight: 2, arbitrary: cased },
    { weight: 3, arbitrary: nearMiss },
    { weight: 2, arbitrary: number },
    { weight: 1, arbitrary: option },
    { weight: 3, arbitrary: hostileText },
  );
  const quoted = fc.tuple(word, fc.constantFrom('""', '“”', '"', '“')).map(([text, quotes]) => {
    const [open = '', close = ''] = quotes;
    return `${open}${text}${close}`;
  });
  const line = fc
    .array(fc.oneof({ weight: 4, arbitrary: word }, { weight: 1, arbitrary: quoted }), { maxLength: 5 })
    .map((all) => all.join(' '));
  const long = fc
    .tuple(word, fc.integer({ min: 100, max: 3_000 }))
    .map(([text, times]) => `${text} `.repeat(times).slice(0, 20_000));
  return fc.oneof({ weight: 20, arbitrary: line }, { weight: 1, arbitrary: long });
};
