import { doctorMessage, t } from '../../formatters';
import { ephemeral } from '../command';
import { authorize } from '../lib/authorize';
import { unexpectedArg } from '../lib/parseTarget';
import type { BotSubcommand } from './subcommand';

export const doctorCommand: BotSubcommand = {
  name: 'doctor',
  usage: 'doctor',
  get examples() {
    return [{ text: 'doctor', meaning: t.commands.arb.doctor }];
  },
  async execute([surplus], deps) {
    if (surplus !== undefined) throw unexpectedArg(surplus.text, t.commands.arb.nothingMore, []);
    const denial = await authorize('operator', deps);
    if (denial !== null) return ephemeral(denial);
    const findings = await deps.doctor();
    return ephemeral(doctorMessage(findings, { now: deps.clock.now(), zone: deps.zone }));
  },
};
