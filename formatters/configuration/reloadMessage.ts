import type { InstanceConfiguration, ReloadOutcome } from '../../src/reload/outcome';
import { shortMessage } from '../alerts/responses';
import { header, richText } from '../blockKit/blocks';
import { toFallbackText } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { t } from '../text/catalogue';
import { changeList, configurationProblems, restartLines, spoken } from './configurationMessage';

export interface ReloadOptions {
  readonly now: Date;
  /** The IANA zone of instants in the notification. */
  readonly zone: string;
}

/** The answer to whoever asked for a reload. */
export function reloadMessage(outcome: ReloadOutcome, at: ReloadOptions): Message {
  const { answer } = t.configuration;
  switch (outcome.kind) {
    case 'unavailable':
      return shortMessage([answer.unavailable]);
    case 'unchanged':
      return shortMessage(
        ...(outcome.instance.status === 'current'
          ? [answer.unchanged(outcome.instance)]
          : answer.outdated.map((sentence) => [sentence])),
        ...restartLines(outcome.needsRestart),
      );
    case 'refused': {
      const { problems, needsRestart } = outcome;
      const headline = t.configuration.refused(problems.length);
      const lines = problems.map(({ where, message: what }) => t.configuration.problem(where, what));
      return message(spoken(headline, lines, at), [
        header(`⚠️ ${headline}`),
        ...configurationProblems(problems),
        richText([t.configuration.keeps], ...restartLines(needsRestart)),
      ]);
    }
    case 'applied': {
      const { changes, generation, told, needsRestart } = outcome;
      const headline = answer.applied(changes.length, generation);
      return message(spoken(headline, changes.map(t.configuration.change), at), [
        header(`⚙️ ${headline}`),
        ...changeList(changes),
        richText([answer[told]], ...restartLines(needsRestart)),
      ]);
    }
  }
}

/** The message, with a note above it where this instance's configuration is not the active one. */
export function withConfigurationNote(
  { text, blocks }: Message,
  instance: InstanceConfiguration,
  { now, zone }: ReloadOptions,
): Message {
  if (instance.status === 'current') return { text, blocks };
  const note = t.configuration.note(instance);
  return message(`${toFallbackText(note, now, zone)} ${text}`, [richText(note), ...blocks]);
}
