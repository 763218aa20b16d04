/** As at the start of a sentence. */
export const capitalised = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** As within one. */
export const lowered = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
