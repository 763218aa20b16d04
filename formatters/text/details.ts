import type { Details } from '../../src/alerting/rules/details';

/* What a rule stored about an incident or an event; null for what is empty or of another type: it may be another version's. */

export const textIn = (details: Details, name: string): string | null => {
  const value = details[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

export const numberIn = (details: Details, name: string): number | null => {
  const value = details[name];
  return typeof value === 'number' ? value : null;
};

export function instantIn(details: Details, name: string): Date | null {
  const at = new Date(textIn(details, name) ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}
