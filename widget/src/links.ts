import { make, spoken } from "./dom.js";

/** Returns the address if it is one we link to; null for scripts, data and tricks. */
export function safeAddress(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  // "https://clinic.example@evil.example" goes to the second name.
  if (url.username || url.password) return null;
  return ["http:", "https:", "tel:", "mailto:"].includes(url.protocol) ? url.href : null;
}

/** Returns a link, or the label as plain text when the address is not one we link to. */
export function makeLink(address: string, label: string, newTab: string): Node {
  const href = safeAddress(address);
  if (href === null) return document.createTextNode(label);
  if (!href.startsWith("http")) return make("a", { href }, label);
  const attributes = { href, target: "_blank", rel: "noopener noreferrer" };
  return make("a", attributes, label, spoken(` (${newTab})`));
}

/** Returns the address that rings a number as it is written for people. */
export function telephone(number: string): string {
  return `tel:${number.replace(/[^\d+*#]/g, "")}`;
}
