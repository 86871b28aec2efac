import { icon, make, makeButton, spoken } from "./dom.js";
import type { Words } from "./words.js";

/** The button that opens the chat, with the number of messages not seen yet. */
export class LauncherView {
  readonly element: HTMLButtonElement;
  readonly #label = make("span", { class: "launcher-label" });
  readonly #badge = make("span", { class: "badge", hidden: true, "aria-hidden": "true" });
  readonly #unread = spoken("");

  constructor(open: () => void) {
    this.element = makeButton(
      { class: "launcher", "aria-haspopup": "dialog" },
      open,
      icon("chat"),
      this.#label,
      this.#badge,
      this.#unread,
    );
  }

  apply(label: string): void {
    this.#label.textContent = label;
  }

  setUnread(count: number, words: Words): void {
    this.#badge.hidden = count === 0;
    this.#badge.textContent = count ? String(count) : "";
    this.#unread.textContent = count ? ` (${words.count("new", count)})` : "";
  }
}
