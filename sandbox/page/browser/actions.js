// @ts-check

/**
 * @typedef {{ problem: string | null, errors: Record<string, string> | null }} Outcome
 */

/**
 * The element of this selector, which the page always has.
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
export function the(selector, kind) {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}`);
  return found;
}

/**
 * Does something as the person the page is for, and says what went wrong. Null when nothing was reached.
 * @param {object} act
 * @returns {Promise<Outcome | null>}
 */
export async function perform(act) {
  complain('');
  try {
    const response = await fetch('/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox-page': '1' },
      body: JSON.stringify({ as: document.body.dataset.as, act }),
    });
    if (!response.ok) throw new Error(await response.text());
    /** @type {Outcome} */
    const outcome = await response.json();
    if (outcome.problem !== null) complain(outcome.problem);
    return outcome;
  } catch (error) {
    complain(`That did not reach the sandbox: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}

/**
 * Tells the person of a problem: in the open modal, beneath which nothing else is heard, or at the foot of the page.
 * @param {string} problem
 */
export function complain(problem) {
  const inModal = document.querySelector('#modal[open] [data-failure]');
  (inModal ?? the('#toast', HTMLElement)).textContent = problem;
}
