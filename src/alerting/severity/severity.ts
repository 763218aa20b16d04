/** How bad it is, the worst first. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
/** `critical`: a person must act now. `warning`: a person must look at it. `info`: nobody need do anything. */
export type Severity = (typeof SEVERITIES)[number];

/** Orders the worst first. */
export const compareSeverity = (a: Severity, b: Severity): number =>
  SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);

export const isMoreSevere = (a: Severity, b: Severity): boolean => compareSeverity(a, b) < 0;

export const moreSevere = (a: Severity, b: Severity): Severity => (isMoreSevere(a, b) ? a : b);
