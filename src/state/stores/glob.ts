/**
 * Tells of any key whether it matches a Redis MATCH pattern, byte for byte as Redis decides it: `*`, `?` (one byte, so
 * half of an `é`), `[ab]`, `[a-c]`, `[^a]` and `\` escapes; an unclosed `[` ends with the pattern.
 * Source: stringmatchlen() in src/util.c of Redis 7.0, and src/db.c, where a lone `*` is no pattern at all.
 */
export const globMatcher = (pattern: string): ((key: string) => boolean) => {
  if (pattern === '*') return () => true;
  const bytes = Buffer.from(pattern);
  return (key) => matchFrom({ pattern: bytes, text: Buffer.from(key), hopeless: false }, 0, 0);
};

interface Match {
  readonly pattern: Buffer;
  readonly text: Buffer;
  /** Set when the rest of the pattern fits nowhere in the rest of the text: longer tries of `*` cannot help. */
  hopeless: boolean;
}

const code = (char: string): number => char.charCodeAt(0);
const [STAR, ANY, OPEN, CLOSE, NOT, RANGE, ESCAPE] = [...'*?[]^-\\'].map(code);

const matchFrom = (match: Match, patternStart: number, textStart: number): boolean => {
  const { pattern, text } = match;
  let p = patternStart;
  let t = textStart;
  while (p < pattern.length && t < text.length) {
    const char = pattern[p];
    if (char === STAR) return matchStar(match, p, t);
    if (char === OPEN) {
      const set = matchSet(pattern, p + 1, text[t] ?? 0);
      if (!set.matches) return false;
      p = set.end;
    } else if (char !== ANY) {
      if (char === ESCAPE && p + 1 < pattern.length) p++;
      if (pattern[p] !== text[t]) return false;
    }
    p++;
    t++;
    if (t === text.length) while (pattern[p] === STAR) p++;
  }
  return p >= pattern.length && t >= text.length;
};

const matchStar = (match: Match, star: number, textStart: number): boolean => {
  const { pattern, text } = match;
  let p = star;
  while (pattern[p + 1] === STAR) p++;
  if (p + 1 === pattern.length) return true;
  for (let t = textStart; t < text.length; t++) {
    if (matchFrom(match, p + 1, t)) return true;
    if (match.hopeless) return false;
  }
  match.hopeless = true;
  return false;
};

/** Redis compares the ends of a range as C's signed chars. */
const signed = (byte: number): number => (byte << 24) >> 24;

/** Reads a set from the byte after its `[`; `end` is where its `]` is, or the pattern's last byte. */
const matchSet = (pattern: Buffer, start: number, byte: number): { matches: boolean; end: number } => {
  let p = start;
  const not = pattern[p] === NOT;
  if (not) p++;
  let found = false;
  for (; ; p++) {
    const left = pattern.length - p;
    if (left <= 0) return { matches: found !== not, end: pattern.length - 1 };
    if (pattern[p] === ESCAPE && left >= 2) {
      p++;
      if (pattern[p] === byte) found = true;
    } else if (pattern[p] === CLOSE) {
      return { matches: found !== not, end: p };
    } else if (left >= 3 && pattern[p + 1] === RANGE) {
      const [from, to] = [signed(pattern[p] ?? 0), signed(pattern[p + 2] ?? 0)];
      if (Math.min(from, to) <= signed(byte) && signed(byte) <= Math.max(from, to)) found = true;
      p += 2;
    } else if (pattern[p] === byte) {
      found = true;
    }
  }
};
