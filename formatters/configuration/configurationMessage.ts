import type {
  ConfigurationReport,
  ReportedProblem,
} from '../../src/alerting/configuration/configurationReport';
import type { SettingChange } from '../../src/alerting/configuration/settingChanges';
import { type DeliveryInfo, deliveryNotes } from '../alerts/deliveryNotes';
import { header, type Line, richText } from '../blockKit/blocks';
import { toFallbackText } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';

const LISTED = 20;
const SPOKEN = 4;

interface ReportContext extends DeliveryInfo {
  readonly now: Date;
}

/** What the alert channel reads of a change of the configuration, or of a file that was refused. */
export function configurationMessage(
  report: ConfigurationReport,
  context: ReportContext,
  { zone }: Pick<AlertOptions, 'zone'>,
): Message {
  const at = { now: context.now, zone };
  if (report.kind === 'refused') {
    const { problems, omitted, by } = report;
    const headline = t.configuration.refused(problems.length + omitted);
    return message(spoken(headline, problems.map(problemLine), at), [
      header(`⚠️ ${headline}`),
      ...configurationProblems(problems, omitted),
      richText([t.configuration.keeps], t.configuration.refusedWhy(by), ...deliveryNotes(context)),
    ]);
  }
  const { changes, omitted, by, generation, needsRestart } = report;
  const headline = t.configuration.changed(changes.length + omitted);
  return message(spoken(headline, changes.map(t.configuration.change), at), [
    header(`⚙️ ${headline}`),
    ...changeList(changes, omitted),
    richText(...restartLines(needsRestart), t.configuration.why(by, generation), ...deliveryNotes(context)),
  ]);
}

const problemLine = ({ where, message: what }: ReportedProblem) => t.configuration.problem(where, what);

/** What is wrong with a file, in a list. */
export const configurationProblems = (problems: readonly ReportedProblem[], omitted = 0) =>
  truncatedList(t.configuration.problems, problems, LISTED, problemLine, omitted);

/** Which settings changed, in a list. */
export const changeList = (changes: readonly SettingChange[], omitted = 0) =>
  truncatedList(t.configuration.changes, changes, LISTED, t.configuration.change, omitted);

export const restartLines = (names: readonly string[]): Line[] =>
  names.length === 0 ? [] : [t.configuration.needsRestart(names)];

/** A headline and the first few lines, as notifications speak them. */
export const spoken = (
  headline: string,
  lines: readonly Line[],
  { now, zone }: { readonly now: Date; readonly zone: string },
): string =>
  [`${headline}.`, ...lines.slice(0, SPOKEN).map((each) => `${toFallbackText(each, now, zone)}.`)].join(' ');
