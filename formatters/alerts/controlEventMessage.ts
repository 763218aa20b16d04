import type { AlertEvent } from '../../src/notify/model/notification';
import { bold, type Line, literal } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import type { Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { controlDetails, controlModeText } from '../live/controlText';
import { t } from '../text/catalogue';
import { instantIn, numberIn, textIn } from '../text/details';
import { headedMessage } from './headedMessage';

/** Reports that a run came into PANIC or EMERGENCY_CLOSE, or left it; the facts are those of `src/alerting/controls.ts`. */
export function controlEventMessage(
  event: AlertEvent,
  late: readonly Line[],
  now: Date,
  options: AlertOptions,
): Message {
  const { facts } = event;
  const { controlEvent } = t.rules;
  const env = sanitize(textIn(facts, 'env') ?? controlEvent.envNotNamed, 40);
  const headline = `${t.rules.describe('control', facts).title}: ${env}`;
  const run = literal(textIn(facts, 'runId') ?? controlEvent.runNotNamed);
  return headedMessage(
    event,
    headline,
    [controlEvent.run(bold(env), run, happened(event)), ...late],
    now,
    options,
  );
}

function happened({ facts }: AlertEvent): Line {
  const { expired, left, entered } = t.rules.controlEvent;
  const mode = bold(modeIn(facts, 'mode'));
  const updatedAt = instantIn(facts, 'updatedAt');
  if (facts.what === 'expired')
    return expired(mode, controlDetails({ updatedAt, updatedBy: null, reason: null, symbolBlacklist: [] }));
  const symbols = numberIn(facts, 'symbols');
  const details = controlDetails({
    updatedAt,
    updatedBy: textIn(facts, 'updatedBy'),
    reason: textIn(facts, 'reason'),
    symbolBlacklist: textIn(facts, 'symbolBlacklist')?.split('\n') ?? [],
    ...(symbols !== null && { symbols }),
  });
  return facts.what === 'left' ? left(modeIn(facts, 'was'), mode, details) : entered(mode, details);
}

const modeIn = (facts: AlertEvent['facts'], name: string): string =>
  controlModeText(textIn(facts, name) ?? 'control state');
