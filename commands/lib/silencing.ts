import { type Message, refusalMessage, shortMessage, t } from '../../formatters';
import type { Line } from '../../formatters/blockKit/blocks';
import { silenceName, silenceSubject } from '../../formatters/silences/silenceText';
import { targetLabel } from '../../formatters/text/targetNames';
import type { SilenceKind } from '../../src/alerting/silences/silence';
import type { BeginSilence } from '../../src/alerting/silences/silenceActions';
import { silencesToEnd } from '../../src/alerting/silences/silenceActions';
import type { AlertDeps } from '../alerts/subcommand';
import type { ZoneRead } from './time/takeTime';
import { type Token, typedText } from './tokens';

/** Begins a silence, and says what it means. `example` is what to type for one that includes critical alerts. */
export async function beginSilenceFor(
  silence: Omit<BeginSilence, 'by'>,
  { alerts, clock, requester }: AlertDeps,
  {
    zone = null,
    example,
    heading = null,
  }: { readonly zone?: ZoneRead | null; readonly example: string; readonly heading?: Line | null },
): Promise<Message> {
  const { answer } = t.silences;
  const result = await alerts.beginSilence({ ...silence, by: requester.userId });
  if (result.kind === 'refused') return refusalMessage(result.refusal);
  const { from, until, reason, includesCritical } = silence;
  const isLater = from > clock.now();
  return shortMessage(
    ...(heading === null ? [] : [heading]),
    answer.begun(silenceName(silence), isLater ? from : null, until, reason),
    [until === null ? answer.monitoredWithoutEnd : answer.monitored],
    includesCritical ? [answer.criticalHeld] : answer.criticalPasses(example),
    ...(zone === null ? [] : [t.times.readIn(zone.zone, zone.from)]),
  );
}

/** What was typed, with the word that includes critical alerts, which stands before the reason. */
export const typedWithCritical = (words: readonly Token[], reason: string | null): string => {
  const typed = typedText(words);
  return reason !== null && typed.endsWith(` ${reason}`)
    ? `${typed.slice(0, -reason.length)}critical ${reason}`
    : `${typed} critical`;
};

/** Ends silences of these kinds, of these targets or of all, and says which. */
export async function endSilencesOf(
  kinds: readonly SilenceKind[],
  targets: readonly string[] | null,
  unmutes: boolean,
  { alerts, requester }: AlertDeps,
): Promise<Message> {
  const { answer } = t.silences;
  const before = await alerts.silences();
  const lines: Line[] = [];
  for (const target of targets ?? [null]) {
    const silences = [...before.active, ...before.upcoming.filter(({ name }) => name === null)];
    const ending = silencesToEnd({ silences }, { kinds, target }, before.now);
    const muted = before.muted.filter((each) => unmutes && (target === null || each.target === target));
    const result = await alerts.endSilences({ kinds, target, unmutes, by: requester.userId });
    if (result.kind === 'done')
      lines.push(
        ...ending.map((silence) => answer.ended(silenceName(silence))),
        ...muted.map((each) => answer.unmuted(targetLabel(each.target))),
      );
    else if (result.refusal.kind === 'no_silence')
      lines.push(answer.nothingToEnd(silenceSubject(target === null ? ['*'] : [target])));
    else return refusalMessage(result.refusal);
  }
  return shortMessage(...lines);
}
