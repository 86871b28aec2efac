import { make } from "./dom.js";
import type { ViewContext } from "./view-context.js";

/** The line above the message box that tells how things stand. Each new text is announced once. */
export class StripView {
  readonly element = make("div", { class: "strip", hidden: true });
  readonly #say: (text: string) => void;
  #text = "";

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  get text(): string {
    return this.#text;
  }

  /** Shows a text; nothing when it is empty. Phone numbers in it can be pressed. */
  show(text: string, context: ViewContext): void {
    if (this.#text === text) return;
    this.#text = text;
    this.element.replaceChildren(context.rich.render(text));
    this.element.hidden = !text;
    this.#say(text);
  }
}
