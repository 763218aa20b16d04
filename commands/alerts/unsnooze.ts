import { t } from '../../formatters';
import { placeId } from '../../src/state/keys';
import { ephemeral } from '../command';
import { requireTarget } from '../lib/parseTarget';
import { onlySelection } from '../lib/selection/alertSelection';
import { applyToSelection } from '../lib/selection/incidentActions';
import { endSilencesOf } from '../lib/silencing';
import type { AlertSubcommand } from './subcommand';

export const unsnoozeSubcommand: AlertSubcommand = {
  words: ['unsnooze'],
  usage: 'unsnooze [target | id | all]',
  get examples() {
    return [{ text: 'unsnooze paper docker', meaning: t.commands.alerts.unsnooze }];
  },
  role: 'responder',
  async execute(words, deps) {
    const selection = onlySelection(words, deps);
    const { asked } = selection;
    const target = asked === null ? null : placeId(requireTarget(asked, 'unsnooze', deps).place);
    const { active } = await deps.alerts.silences();
    const isSnoozed = active.some(({ kind, targets }) => kind === 'snooze' && targets[0] === target);
    // Of one that was snoozed ahead there may be no alert.
    return isSnoozed && target !== null
      ? ephemeral(await endSilencesOf(['snooze'], [target], false, deps))
      : applyToSelection(selection, { kind: 'unsnooze' }, deps);
  },
};
