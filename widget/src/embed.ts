import { ATTRIBUTES } from "./settings.js";

/**
 * Adds the element for a page that has only the script tag, with the tag's data attributes as
 * attributes. A page that has the element already, or says `data-manual`, is left alone.
 */
export function embed(name: string, script: HTMLScriptElement): void {
  if (script.dataset["manual"] !== undefined) return;
  const add = (): void => {
    if (document.querySelector(name)) return;
    const element = document.createElement(name);
    for (const attribute of [...ATTRIBUTES, "open"]) {
      const value = script.getAttribute(`data-${attribute}`);
      if (value !== null) element.setAttribute(attribute, value);
    }
    document.body.append(element);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", add, { once: true });
  else add();
}
