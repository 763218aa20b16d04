import type { Incident } from '../../../src/alerting/incidents/incident';
import { contextBlock } from '../../blockKit/blocks';
import { foldedBlocks } from '../../blockKit/container';
import type { MessageBlock } from '../../blockKit/dataVisualization';
import { blockMrkdwn } from '../../blockKit/fallbackText';
import type { AlertOptions } from '../../blockKit/options';
import { t } from '../../text/catalogue';
import { isOver } from '../incidentText';
import { type EvidencePart, evidenceParts } from './evidenceLines';
import { runbookLink } from './runbookLink';

/**
 * The runbook and the evidence, folded away; nothing where there is neither. It is the same in every change of an open
 * alert's message, so that nothing moves below a thumb. A runbook alone stands unfolded: a fold would save nothing, and cost
 * a tap. Its text is small print, as Slack's validator does not take every block within a container.
 */
export function evidenceBlocks(incident: Incident, options: AlertOptions): MessageBlock[] {
  const evidence = evidenceParts(incident, options);
  const parts = [...runbookParts(incident, options), ...evidence];
  if (parts.length === 0) return [];
  const text = contextBlock(...parts.flatMap(({ lines }) => lines.map(blockMrkdwn)));
  if (evidence.length === 0) return [text];
  return [foldedBlocks(t.evidence.title(parts.map(({ heading }) => heading)), [text])];
}

/** What to do stands there while somebody may have to. */
function runbookParts(incident: Incident, options: AlertOptions): EvidencePart[] {
  const link = isOver(incident) ? null : runbookLink(incident, options);
  return link === null ? [] : [{ heading: t.evidence.headings.runbook, lines: [[link]] }];
}
