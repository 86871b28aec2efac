import type { Rating } from "./client.js";
import { make, makeButton } from "./dom.js";
import type { Words } from "./words.js";

/** What the connector takes for a reason. */
const REASON_CHARACTERS = 500;

export interface FeedbackActions {
  rate(rating: Rating): Promise<void>;
  say(text: string): void;
}

/** Asks whether an answer helped and, if not, why. The "no" counts even if no reason follows. */
export class FeedbackView {
  readonly element = make("div", { class: "feedback", role: "group" });
  readonly #answerId: string;
  readonly #words: Words;
  readonly #actions: FeedbackActions;
  #saved: Promise<boolean> = Promise.resolve(true);
  readonly #problem = make("p", { class: "problem" });

  constructor(answerId: string, words: Words, actions: FeedbackActions) {
    this.#answerId = answerId;
    this.#words = words;
    this.#actions = actions;
    this.#ask();
  }

  #ask(): void {
    const { say } = bound(this.#words);
    const button = (label: string, helpful: boolean): HTMLElement =>
      makeButton({ class: "small" }, () => void this.#answer(helpful), label);
    this.element.setAttribute("aria-label", say("helpful"));
    this.element.replaceChildren(
      make("span", {}, say("helpful")),
      button(say("yes"), true),
      button(say("no"), false),
      this.#problem,
    );
  }

  async #answer(helpful: boolean): Promise<void> {
    const saved = this.#save(helpful, "");
    // At once, so that what is typed meanwhile goes into the form.
    if (!helpful) this.#askReason();
    else if (await saved) this.#thank();
  }

  #askReason(): void {
    const { say } = bound(this.#words);
    const box = make("textarea", { rows: "2", dir: "auto" });
    const form = make(
      "form",
      { class: "reason", novalidate: true },
      make("label", {}, make("span", {}, say("reason")), box),
      this.#problem,
      make("button", { class: "small strong", type: "submit" }, say("send")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#sendReason(box.value.trim());
    });
    this.element.replaceChildren(form);
    box.focus();
    form.scrollIntoView({ block: "nearest" });
  }

  async #sendReason(reason: string): Promise<void> {
    const over = [...reason].length - REASON_CHARACTERS;
    if (over > 0) this.#complain(this.#words.count("over", over));
    else if (await this.#save(false, reason)) this.#thank();
  }

  /** Tells the server, after what it was told before: the later word counts. */
  #save(helpful: boolean, reason: string): Promise<boolean> {
    this.#saved = this.#saved.then(() => this.#tell(helpful, reason));
    return this.#saved;
  }

  /** When telling fails, says so beside the controls, which stay. */
  async #tell(helpful: boolean, reason: string): Promise<boolean> {
    this.#complain("");
    try {
      await this.#actions.rate({ answerId: this.#answerId, helpful, reason });
      return true;
    } catch {
      this.#complain(this.#words.say("rateFailed"));
      return false;
    }
  }

  #complain(problem: string): void {
    this.#problem.textContent = problem;
    this.#actions.say(problem);
  }

  #thank(): void {
    const thanks = make("p", { class: "thanks", tabindex: "-1" }, this.#words.say("thanks"));
    this.element.replaceChildren(thanks);
    // The pressed button is gone; without this, the keyboard would be back at the top of the page.
    thanks.focus();
  }
}

function bound(words: Words): { say: Words["say"] } {
  return { say: words.say.bind(words) };
}
