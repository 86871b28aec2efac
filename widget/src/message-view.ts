import { makeAnswer } from "./answer-view.js";
import { makeChoices } from "./choices-view.js";
import { make, makeButton, spoken } from "./dom.js";
import { FeedbackView, type FeedbackActions } from "./feedback-view.js";
import type { Choice, Delivery, Message } from "./messages.js";
import type { ViewContext } from "./view-context.js";

/** What a visitor can do with a message. */
export interface MessageActions extends FeedbackActions {
  choose(choice: Choice): void;
  retry(id: string): void;
  edit(message: Message): void;
  withdraw(id: string): void;
}

/** Draws one message. The bubble is drawn once; what is under it follows the conversation. */
export class MessageView {
  readonly element: HTMLLIElement;
  readonly message: Message;
  readonly #context: ViewContext;
  readonly #actions: MessageActions;
  readonly #under = make("div", { class: "under" });
  readonly #feedback: HTMLElement | null;
  #drawn = "";

  constructor(message: Message, context: ViewContext, actions: MessageActions) {
    this.message = message;
    this.#context = context;
    this.#actions = actions;
    const { words } = context;
    const said = spoken(`${words.say(message.from === "bot" ? "bot" : "you")} `);
    const content =
      message.from === "bot"
        ? makeAnswer(message, context)
        : [make("p", { class: "words", dir: "auto" }, message.text)];
    const { answerId } = message;
    this.#feedback = answerId ? new FeedbackView(answerId, words, actions).element : null;
    this.element = make(
      "li",
      { class: `message ${message.from}${message.urgent ? " urgent" : ""}`, tabindex: "-1" },
      make("div", { class: "bubble" }, said, ...content),
      this.#under,
      ...(this.#feedback ? [this.#feedback] : []),
    );
    this.element.dataset["id"] = message.id;
  }

  /**
   * `live` is true while the choices of a message may still be pressed; `whole` when it is the last
   * message of its answer, under which alone is asked whether the answer helped.
   */
  update(live: boolean, whole: boolean, delivery: Delivery | null): void {
    const wanted = JSON.stringify([live, whole, delivery]);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    if (this.#feedback) this.#feedback.hidden = !whole;
    const unsent = delivery !== null && delivery.state !== "sending";
    this.element.classList.toggle("unsent", unsent);
    const bot = this.message.from === "bot";
    this.#under.replaceChildren(...(bot ? this.#choices(live) : this.#state(delivery)));
  }

  #choices(live: boolean): Node[] {
    const { choices } = this.message;
    if (!live || !choices.length) return [];
    const label = this.#context.words.say("choices");
    return [makeChoices(choices, label, this.#context, (choice) => this.#actions.choose(choice))];
  }

  #state(delivery: Delivery | null): Node[] {
    const { words } = this.#context;
    const { id, time } = this.message;
    if (!delivery) {
      return [make("time", { class: "state", datetime: time.toISOString() }, words.time(time))];
    }
    const button = (label: string, press: () => void): HTMLElement =>
      makeButton({ class: "small" }, press, label);
    const retry = button(words.say("retry"), () => this.#actions.retry(id));
    const line = make("p", { class: `state ${delivery.state}` }, this.#describe(delivery));
    if (delivery.state === "held") {
      const edit = button(words.say("edit"), () => this.#actions.edit(this.message));
      const withdraw = button(words.say("withdraw"), () => this.#actions.withdraw(id));
      return [line, make("div", { class: "repairs" }, retry, edit, withdraw)];
    }
    return delivery.network && delivery.state === "waiting"
      ? [line, make("div", { class: "repairs" }, retry)]
      : [line];
  }

  #describe({ state, network, problem }: Delivery): string {
    const { words } = this.#context;
    if (state === "sending") return words.say("sending");
    if (state === "held") return `${words.say("held")} ${problem}`.trim();
    return words.say(network ? "waiting" : "queued");
  }
}
