/** Short names for blocks of every kind, right and wrong alike. */

export const x = (length: number): string => 'x'.repeat(length);
export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const section = (more: object = { text: mrkdwn('Hello') }) => ({ type: 'section', ...more });
export const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
export const actions = (...elements: object[]) => ({ type: 'actions', elements });
export const option = (more: object = {}) => ({ text: plain('One'), value: '1', ...more });
export const select = (more: object = { options: [option()] }) => ({ type: 'static_select', ...more });
export const confirm = (more: object = {}) => ({
  title: plain('Sure?'),
  text: plain('It is loud.'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...more,
});
export const cell = (text = 'x') => ({ type: 'raw_text', text });
export const table = (rows: object[][]) => ({ type: 'table', rows });
export const richText = (...elements: object[]) => ({ type: 'rich_text', elements });
export const line = (...elements: object[]) => ({ type: 'rich_text_section', elements });
