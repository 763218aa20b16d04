import { z } from 'zod';
import { instant } from '../../lib/time';
import { type Alertable, covers, longestFirst, SILENCE_KINDS, type Silence } from './silence';

/** What holds an incident back: a silence, or the mode of its rule. */
export const holdSchema = z.object({
  /** The silence's id; for the mode of a rule, its name. */
  id: z.string(),
  kind: z.enum([...SILENCE_KINDS, 'silent_rule']),
  until: instant.nullable(),
  /** A Slack user; null for the configuration. */
  by: z.string().nullable(),
});
export type Hold = z.output<typeof holdSchema>;

/** What holds back a condition or an event; null for nothing. */
export type HoldOf = (what: Alertable) => Hold | null;

const holdBy = ({ id, kind, until, by }: Silence): Hold => ({ id, kind, until, by });

/** What holds back by these active silences, and by the rules that are silent. */
export function createHoldOf(
  active: readonly Silence[],
  isSilent: (rule: string, target: string) => boolean,
): HoldOf {
  const sorted = [...active].sort(longestFirst);
  return (what) => {
    if (isSilent(what.rule, what.target))
      return { id: what.rule, kind: 'silent_rule', until: null, by: null };
    const silence = sorted.find((each) => covers(each, what));
    return silence === undefined ? null : holdBy(silence);
  };
}
