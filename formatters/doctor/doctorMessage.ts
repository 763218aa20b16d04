import type { Finding } from '../../src/doctor/finding';
import { shortMessage } from '../alerts/responses';
import { bulletList, header, type Line, richText } from '../blockKit/blocks';
import { toFallbackText } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { t } from '../text/catalogue';
import { doctorSummary } from './doctorText';

export interface DoctorOptions {
  readonly now: Date;
  /** The IANA zone of instants in the notification. */
  readonly zone: string;
}

/** What is wrong first, each with its fix; what works below it. */
export function doctorMessage(findings: readonly Finding[], { now, zone }: DoctorOptions): Message {
  const wrong = findings.filter(({ level }) => level !== 'ok');
  const fine = findings.filter(({ level }) => level === 'ok');
  const summary = doctorSummary(findings);
  const problems = wrong.map(lineOf);
  const spoken = problems.map((each) => toFallbackText(each, now, zone));
  return message([summary, ...spoken].join(' '), [
    header(`${t.doctor.heading}: ${summary}`),
    ...problems.map((each) => richText(each)),
    ...(fine.length === 0
      ? []
      : [
          bulletList(
            t.doctor.works,
            fine.map((each) => t.doctor.finding(each).what),
          ),
        ]),
  ]);
}

function lineOf(finding: Finding): Line {
  const { what, fix } = t.doctor.finding(finding);
  return [{ bold: `${t.doctor.level(finding.level)}: ` }, ...what, ...(fix === null ? [] : ['\n→ ', ...fix])];
}

/** What is posted to a channel to try it. */
export const doctorProbeMessage = (): Message => shortMessage([t.doctor.probe]);
