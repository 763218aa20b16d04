import { doctorMessage, shortMessage, t } from '../formatters';
import { type Command, ephemeral } from './command';
import { authorize } from './lib/authorize';
import { unexpectedArg } from './lib/parseTarget';
import { folded } from './lib/plainText';
import { tokenize } from './lib/tokens';

/** What is about the bot itself. */
export const arb: Command = {
  name: '/arb',
  description: t.commands.arb.description,
  usageHint: 'doctor',
  examples: [{ text: '/arb doctor', meaning: t.commands.arb.doctor }],
  async execute(text, deps) {
    const [word, second] = tokenize(text);
    if (word === undefined) return ephemeral(shortMessage(t.commands.arb.whichOne()));
    if (folded(word.text) !== 'doctor')
      throw unexpectedArg(word.text, t.commands.arb.expected, ['doctor', 'help']);
    if (second !== undefined) throw unexpectedArg(second.text, t.commands.arb.nothingMore, []);
    const denial = await authorize('operator', deps);
    if (denial !== null) return ephemeral(denial);
    const findings = await deps.doctor();
    return ephemeral(doctorMessage(findings, { now: deps.clock.now(), zone: deps.zone }));
  },
};
