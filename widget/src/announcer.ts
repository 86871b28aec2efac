/** How long an announcement stays in the page. Removing it is silent, and keeps the list short. */
const KEEP_MS = 10_000;

/**
 * The one live region. It is in the page before anything is said, is apart from what is drawn, and
 * gets each message once, as a new paragraph: what stood there before is not read again.
 */
export class Announcer {
  readonly element: HTMLElement;

  constructor(element: HTMLElement) {
    this.element = element;
  }

  say(text: string): void {
    if (!text) return;
    const line = document.createElement("p");
    line.textContent = text;
    this.element.append(line);
    setTimeout(() => line.remove(), KEEP_MS);
  }
}
