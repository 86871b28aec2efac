import { messageBody } from "./client.js";
import { icon, make, spoken } from "./dom.js";
import type { ViewContext } from "./view-context.js";

/** The connector's limit on a whole request, in bytes. */
const BODY_BYTES = 4096;
/** From this share of the limit on, the visitor is told how much is left. */
const COUNT_FROM = 0.8;
const MOST_ROWS = 6;
const UUID = "00000000-0000-4000-8000-000000000000";

/** Returns by how many characters a text is too long; 0 or less when it fits. */
export function excessOf(text: string, limit: number): number {
  const body = JSON.stringify(messageBody({ id: UUID, text, payload: null }));
  const bytes = new TextEncoder().encode(body).length - BODY_BYTES;
  // Code points, as the server counts them. Four bytes at most make one.
  return Math.max([...text].length - limit, Math.ceil(bytes / 4));
}

/** The box for a message. A long text is counted and kept, never cut. */
export class ComposerView {
  readonly element = make("form", { class: "composer", novalidate: true });
  readonly #box = make("textarea", {
    id: "box",
    rows: "1",
    dir: "auto",
    enterkeyhint: "send",
    "aria-describedby": "count",
  });
  readonly #label = make("label", { for: "box", class: "spoken" });
  readonly #count = make("p", { id: "count", class: "count", hidden: true });
  readonly #send = make("button", { type: "submit", class: "send" });
  readonly #submit: (text: string) => void;
  readonly #say: (text: string) => void;
  #context: ViewContext;

  constructor(submit: (text: string) => void, say: (text: string) => void, context: ViewContext) {
    this.#submit = submit;
    this.#say = say;
    this.#context = context;
    const row = make("div", { class: "composer-row" }, this.#box, this.#send);
    this.element.append(this.#label, this.#count, row);
    this.element.addEventListener("submit", (event) => this.#submitted(event));
    this.#box.addEventListener("input", () => this.#measure());
    this.#box.addEventListener("keydown", (event) => this.#key(event));
  }

  apply(context: ViewContext): void {
    this.#context = context;
    const { words } = context;
    this.#label.textContent = words.say("input");
    this.#box.placeholder = words.say("placeholder");
    this.#send.replaceChildren(icon("send"), spoken(words.say("send")));
    this.#measure();
  }

  focus(): void {
    this.#box.focus();
  }

  /** Puts a text back into the box, before what is already there. */
  fill(text: string): void {
    this.#box.value = [text, this.#box.value].filter(Boolean).join("\n");
    this.#measure();
    this.focus();
  }

  #key(event: KeyboardEvent): void {
    // While a word is being composed (Japanese, for one), Enter picks the word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  #submitted(event: Event): void {
    event.preventDefault();
    const text = this.#box.value.trim();
    if (!text) this.#say(this.#context.words.say("empty"));
    else if (this.#excess(text) > 0) this.#say(this.#count.textContent ?? "");
    else {
      this.#box.value = "";
      this.#measure();
      this.#submit(text);
    }
    this.focus();
  }

  #excess(text: string): number {
    return excessOf(text, this.#context.config.messageCharacters);
  }

  #measure(): void {
    const { words, config } = this.#context;
    const text = this.#box.value.trim();
    const excess = this.#excess(text);
    const limit = config.messageCharacters;
    this.#count.hidden = excess <= 0 && [...text].length < limit * COUNT_FROM;
    this.#count.textContent = this.#count.hidden
      ? ""
      : excess > 0
        ? words.count("over", excess)
        : words.count("left", -excess);
    this.#count.classList.toggle("over", excess > 0);
    this.#box.setAttribute("aria-invalid", String(excess > 0));
    this.#grow();
  }

  /** Gives the box as many rows as its text needs. A height would be an inline style. */
  #grow(): void {
    const box = this.#box;
    box.rows = 1;
    while (box.rows < MOST_ROWS && box.scrollHeight > box.clientHeight + 1) box.rows += 1;
  }
}
