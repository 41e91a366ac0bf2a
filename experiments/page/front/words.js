/** What the page says and what things are called, as Python exported it; every other module reads it from here. */

/** @type {any} */
export const words = {};

/** Take over the words of a page. @param {any} given */
export function useWords(given) {
  for (const key of Object.keys(words)) delete words[key];
  Object.assign(words, given);
}

/** A template with its names in braces filled in; a value that is missing stays a hole that a test finds.
 * @param {string} template @param {Record<string, unknown>} values */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (hole, name) => (name in values ? String(values[name]) : hole));
}

/** A text with a capital at its beginning. @param {string} text */
export function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
