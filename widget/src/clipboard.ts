import { make } from "./dom.js";

/** Copies text. False when the browser does not allow it. */
export async function copyText(text: string, near: ShadowRoot): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text, near);
  }
}

/** Pages without https have no clipboard object; there, selected text can still be copied. */
function copySelected(text: string, near: ShadowRoot): boolean {
  const focused = near.activeElement;
  const box = make("textarea", { class: "spoken", readonly: true, "aria-hidden": "true" });
  box.value = text;
  near.appendChild(box);
  box.select();
  try {
    return document.execCommand("copy");
  } finally {
    box.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}

/** Offers text as a file. */
export function downloadText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = make("a", { href: address, download: name });
  link.click();
  // The browser has taken the file over by the time that a timer runs.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
