import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a header `Authorization: Bearer …` has the token, in a time that does not depend on what it has instead. */
export function hasBearerToken(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  return timingSafeEqual(digest(given), digest(token));
}

/** Of one length, whatever it is of. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
