import { createHash } from 'node:crypto';

/** No vowels, so that it is no word; a letter first, so that it is no time; and nothing that looks like something else. */
const LETTERS = 'bcdfghjkmnpqrstvwxz';
const DIGITS = '23456789';

const SHORTEST = 4;
const LONGEST = 12;

/** What a person types instead of a long id: `k3f9`, and more of it where two begin alike. */
const SHORT_ID = /^(?:[b-df-hjkmnp-tv-xz][2-9]){2,6}$/;

export const isShortId = (text: string): boolean => SHORT_ID.test(text);

/** All of it; always the same, in every instance. */
function wholeShortId(id: string): string {
  const bytes = createHash('sha256').update(id).digest();
  return Array.from({ length: LONGEST }, (_, i) => {
    const alphabet = i % 2 === 0 ? LETTERS : DIGITS;
    return alphabet[(bytes[i] ?? 0) % alphabet.length];
  }).join('');
}

/** The shortest id of each that names none of the others. */
export function shortIdsOf(ids: readonly string[]): ReadonlyMap<string, string> {
  const whole = ids.map((id) => [id, wholeShortId(id)] as const);
  const lengths = Array.from({ length: (LONGEST - SHORTEST) / 2 + 1 }, (_, i) => SHORTEST + 2 * i);
  return new Map(
    whole.map(([id, text]) => {
      const others = whole.filter(([other]) => other !== id).map(([, other]) => other);
      const length = lengths.find((each) => !others.some((other) => other.startsWith(text.slice(0, each))));
      return [id, text.slice(0, length ?? LONGEST)];
    }),
  );
}

/** Those that a short id names: none, one, or all that begin like it. */
export const namedByShortId = (shortId: string, ids: readonly string[]): readonly string[] =>
  ids.filter((id) => wholeShortId(id).startsWith(shortId));
