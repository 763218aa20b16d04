/**
 * Whether the whole text matches the pattern, in which `*` stands for any text and `?` for one character. In the time of
 * their lengths multiplied, which a regular expression would not promise.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const [wanted, chars] = [[...pattern], [...text]];
  let [p, t] = [0, 0];
  let [afterStar, retryFrom] = [0, 0];
  while (t < chars.length) {
    if (wanted[p] === '*') {
      p += 1;
      [afterStar, retryFrom] = [p, t];
    } else if (wanted[p] === '?' || wanted[p] === chars[t]) {
      p += 1;
      t += 1;
    } else if (afterStar > 0) {
      // The last star takes one character more.
      retryFrom += 1;
      [p, t] = [afterStar, retryFrom];
    } else return false;
  }
  return wanted.slice(p).every((char) => char === '*');
}
