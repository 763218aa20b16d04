/**
 * Whether there is anything to watch: a Redis in which no trader ever had a key is probably another one. `existing`: how
 * many traders there are or were; null before that was looked for.
 */
export const tradersReadiness = (
  existing: number | null,
): { readonly ready: boolean; readonly detail: string } => {
  if (existing === null) return { ready: true, detail: 'not looked for yet' };
  return existing > 0
    ? { ready: true, detail: 'there are traders to watch' }
    : { ready: false, detail: 'no trader has ever had a key in this Redis: run doctor' };
};
