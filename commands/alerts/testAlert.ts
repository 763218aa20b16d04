import { refusalMessage, t, testAlertQueuedMessage } from '../../formatters';
import { SEVERITIES, type Severity } from '../../src/alerting/severity/severity';
import { ephemeral } from '../command';
import { expectNoArgs, parseAlertArgs, unexpectedArg } from '../lib/parseTarget';
import { folded } from '../lib/plainText';
import type { AlertSubcommand } from './subcommand';

export const testSubcommand: AlertSubcommand = {
  words: ['test'],
  usage: 'test [critical | warning | info]',
  get examples() {
    return [
      { text: 'test', meaning: t.commands.alerts.test },
      { text: 'test critical', meaning: t.commands.alerts.testSeverity },
    ];
  },
  role: 'responder',
  async execute(words, deps) {
    const queued = await deps.alerts.test(
      deps.requester.userId,
      severityIn(parseAlertArgs(words, deps).rest),
    );
    return ephemeral(
      queued.kind === 'queued' ? testAlertQueuedMessage(queued.channel) : refusalMessage(queued.refusal),
    );
  },
};

/** A test informs unless another severity is named. Throws UsageError for another word. */
function severityIn([word, ...rest]: readonly string[]): Severity {
  expectNoArgs(rest);
  if (word === undefined) return 'info';
  const severity = SEVERITIES.find((each) => each === folded(word));
  if (severity === undefined) throw unexpectedArg(word, t.commands.alerts.severity, SEVERITIES);
  return severity;
}
