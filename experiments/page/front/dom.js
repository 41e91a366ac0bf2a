/** Elements made by hand: text is text, whatever a scenario is called. Nothing here takes markup. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node | string | number | null | undefined | false} Child */

/** An element of the page. @param {string} tag @param {Record<string, any>} [attributes] functions are listeners
 * @param {...Child} children @returns {any} */
export function h(tag, attributes = {}, ...children) {
  return furnished(document.createElement(tag), attributes, children);
}

/** An element of a drawing. @param {string} tag @param {Record<string, any>} [attributes] @param {...Child} children @returns {any} */
export function s(tag, attributes = {}, ...children) {
  return furnished(document.createElementNS(SVG, tag), attributes, children);
}

/** @param {Element} element @param {Record<string, any>} attributes @param {Child[]} children */
function furnished(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children)
    if (child !== null && child !== undefined && child !== false) element.append(kept(child));
  return element;
}

/** An element of the page by its id. @param {string} id @returns {any} */
export function byId(id) {
  return document.getElementById(id);
}

/** Put children in place of what an element holds. @param {Element} element @param {...Child} children */
export function show(element, ...children) {
  element.replaceChildren();
  furnished(element, {}, children);
}

/** A child as it stands on the page: no line begins with the sign of a share. @param {Node | string | number} child */
function kept(child) {
  return child instanceof Node ? child : String(child).replaceAll(" %", "\u00a0%");
}

/** Offer a file. @param {string} name @param {Blob} content */
export function download(name, content) {
  const address = URL.createObjectURL(content);
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
