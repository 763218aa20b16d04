import type { RehearsalOutcome } from '../../src/rehearsal/rehearsals';
import { shortMessage } from '../alerts/responses';
import { header } from '../blockKit/blocks';
import { type Message, message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { configurationProblems, spoken } from '../configuration/configurationMessage';
import { historyUnavailableMessage } from '../performance/historyNotes';
import { t } from '../text/catalogue';
import { rehearsalMessage } from './rehearsalMessage';

interface OutcomeOptions extends FormatOptions {
  readonly now: Date;
  /** The IANA zone of instants in the notification. */
  readonly zone: string;
}

/** The answer to who asked for a rehearsal. */
export function rehearsalOutcomeMessage(outcome: RehearsalOutcome, options: OutcomeOptions): Message {
  switch (outcome.kind) {
    case 'report':
      return rehearsalMessage(outcome.report, options);
    case 'nothing':
      return outcome.health.mode === 'off'
        ? historyUnavailableMessage(outcome.health)
        : shortMessage(t.rehearsal.nothing(outcome.since));
    case 'refused': {
      const { problems } = outcome;
      const headline = t.rehearsal.refused(problems.length);
      const lines = problems.map(({ where, message: what }) => t.configuration.problem(where, what));
      return message(spoken(headline, lines, options), [
        header(`⚠️ ${headline}`),
        ...configurationProblems(problems),
      ]);
    }
    case 'no_channel':
      return shortMessage(t.rehearsal.noChannel());
    case 'too_long':
      return shortMessage(t.rehearsal.tooLong(outcome.limitMs));
    case 'busy':
      return shortMessage(t.rehearsal.busy());
    case 'unavailable':
      return shortMessage(t.rehearsal.unavailable());
  }
}
