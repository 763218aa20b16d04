import type { AlertEvent } from '../../src/notify/model/notification';
import { bold, type Line, literal } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import type { Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { controlDetails, controlModeText } from '../live/controlText';
import { t } from '../text/catalogue';
import { instantIn, numberIn, textIn } from '../text/details';
import { headedMessage } from './headedMessage';

/** Reports that a run came into PANIC or EMERGENCY_CLOSE, or left it; the details are those of `src/alerting/controls.ts`. */
export function controlEventMessage(
  event: AlertEvent,
  late: readonly Line[],
  now: Date,
  options: AlertOptions,
): Message {
  const { details } = event;
  const { controlEvent } = t.rules;
  const env = sanitize(textIn(details, 'env') ?? controlEvent.envNotNamed, 40);
  const headline = `${t.rules.describe('control', details).title}: ${env}`;
  const run = literal(textIn(details, 'runId') ?? controlEvent.runNotNamed);
  return headedMessage(
    event,
    headline,
    [controlEvent.run(bold(env), run, happened(event)), ...late],
    now,
    options,
  );
}

function happened({ details }: AlertEvent): Line {
  const { expired, left, entered } = t.rules.controlEvent;
  const mode = bold(modeIn(details, 'mode'));
  const updatedAt = instantIn(details, 'updatedAt');
  if (details.what === 'expired')
    return expired(mode, controlDetails({ updatedAt, updatedBy: null, reason: null, symbolBlacklist: [] }));
  const symbols = numberIn(details, 'symbols');
  const controls = controlDetails({
    updatedAt,
    updatedBy: textIn(details, 'updatedBy'),
    reason: textIn(details, 'reason'),
    symbolBlacklist: textIn(details, 'symbolBlacklist')?.split('\n') ?? [],
    ...(symbols !== null && { symbols }),
  });
  return details.what === 'left' ? left(modeIn(details, 'was'), mode, controls) : entered(mode, controls);
}

const modeIn = (details: AlertEvent['details'], name: string): string =>
  controlModeText(textIn(details, name) ?? t.rules.controlEvent.modeNotNamed);
