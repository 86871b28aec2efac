import { icon, make, makeButton, spoken } from "./dom.js";
import type { Key } from "./strings.js";
import type { Words } from "./words.js";

export type MenuItem = readonly [label: Key, run: () => void];

/** A button that shows a short list of actions. Plain buttons: no keys to learn. */
export class MenuView {
  readonly element = make("div", { class: "menu" });
  readonly #button = makeButton(
    { class: "round", "aria-expanded": "false", "aria-controls": "menu" },
    () => this.#toggle(!this.open),
  );
  readonly #list = make("ul", { id: "menu", class: "menu-list", hidden: true });
  readonly #items: readonly MenuItem[];

  constructor(items: readonly MenuItem[]) {
    this.#items = items;
    this.element.append(this.#button, this.#list);
    this.element.addEventListener("focusout", (event) => {
      const to = event.relatedTarget;
      if (to instanceof Node && !this.element.contains(to)) this.#toggle(false);
    });
  }

  get open(): boolean {
    return !this.#list.hidden;
  }

  apply(words: Words): void {
    this.#button.replaceChildren(icon("menu"), spoken(words.say("menu")));
    this.#list.replaceChildren(
      ...this.#items.map(([label, run]) =>
        make(
          "li",
          {},
          makeButton({ class: `menu-item ${label}` }, () => this.#run(run), words.say(label)),
        ),
      ),
    );
  }

  focus(): void {
    this.#button.focus();
  }

  /** Closes the list; the keyboard goes back to the button. */
  close(): void {
    if (!this.open) return;
    this.#toggle(false);
    this.focus();
  }

  /** Closes the list when something else is pressed. */
  pressed(target: EventTarget | null): void {
    if (!(target instanceof Node && this.element.contains(target))) this.#toggle(false);
  }

  #run(run: () => void): void {
    this.close();
    run();
  }

  #toggle(open: boolean): void {
    this.#list.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
  }
}
