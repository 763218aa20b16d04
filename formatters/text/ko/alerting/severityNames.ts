import type { Severity } from '../../../../src/alerting/severity/severity';

/** How grave an alert is, in a word; what is typed or configured stays `critical`, `warning`, `info`. */
export const severityNames: Readonly<Record<Severity, string>> = {
  critical: '긴급',
  warning: '경고',
  info: '정보',
};
