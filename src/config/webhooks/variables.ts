/** A value that stands in an environment variable: `${NAME}`. */
export const VARIABLE = /^\$\{([^}]*)\}$/;

/** The section as it stands in the file, with the values of the variables that it names as `${NAME}`. */
export const withVariables = (section: unknown, env: Readonly<Record<string, string | undefined>>): unknown =>
  mapTexts(section, (text) => {
    const name = VARIABLE.exec(text)?.[1] ?? '';
    return (Object.hasOwn(env, name) && env[name]?.trim()) || text;
  });

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]));
}
