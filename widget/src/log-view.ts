import { makeChoices } from "./choices-view.js";
import type { Conversation } from "./conversation.js";
import { icon, make, makeButton, spoken } from "./dom.js";
import { makeNotices } from "./notices-view.js";
import type { Message } from "./messages.js";
import { MessageView, type MessageActions } from "./message-view.js";
import type { ViewContext } from "./view-context.js";

/** Nearer to the end than this, in pixels, counts as reading the newest message. */
const NEAR_END = 64;
/** What is left above the visitor's message when an answer is longer than the panel, in pixels. */
const TURN_MARGIN = 12;

/** The scrolling part: notices, greeting, and the messages. */
export class LogView {
  readonly element = make("div", { class: "log", role: "region", tabindex: "0" });
  readonly newest = makeButton({ class: "newest", hidden: true }, () => this.#leaveNewest());
  readonly #opening = make("div", { class: "opening" });
  readonly #list = make("ol", { class: "messages" });
  readonly #typing = make("div", { class: "typing", "aria-hidden": "true", hidden: true });
  readonly #conversation: Conversation;
  readonly #actions: MessageActions;
  readonly #views = new Map<string, MessageView>();
  #context: ViewContext;
  #opened: boolean | null = null;
  /** True while the visitor has not scrolled away from where we put them. */
  #following = true;
  #rest = 0;

  constructor(conversation: Conversation, actions: MessageActions, context: ViewContext) {
    this.#conversation = conversation;
    this.#actions = actions;
    this.#context = context;
    this.#typing.append(make("span"), make("span"), make("span"));
    this.element.append(this.#opening, this.#list, this.#typing);
    // The strip and the box take room from it and give it back.
    new ResizeObserver(() => this.#settle()).observe(this.element);
    this.element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
  }

  /** Draws everything anew, with other words or settings. */
  apply(context: ViewContext): void {
    this.#context = context;
    const { words } = context;
    this.element.setAttribute("aria-label", words.say("conversation"));
    this.newest.replaceChildren(icon("down"), spoken(words.say("newest")));
    this.#views.clear();
    this.#opened = null;
    this.#list.replaceChildren();
    this.draw();
  }

  /** Brings the screen in line with the conversation. Messages already drawn are kept. */
  draw(): void {
    const { messages } = this.#conversation;
    const turn = messages.map(({ from }) => from).lastIndexOf("visitor");
    const ends = new Map(messages.map(({ answerId }, index) => [answerId, index]));
    const items = messages.map((message, index) => {
      const view = this.#viewOf(message);
      const whole = ends.get(message.answerId) === index;
      view.update(index > turn, whole, this.#conversation.delivery(message.id));
      return view.element;
    });
    this.#place(items);
    this.#forget(messages);
    this.#drawOpening(messages.length === 0);
    this.#settle();
  }

  /** Shows or hides the three dots. */
  setTyping(typing: boolean): void {
    if (this.#typing.hidden !== typing) return;
    this.#typing.hidden = !typing;
    this.#settle();
  }

  /** Scrolls to the end, but not past the beginning of an answer longer than the panel. */
  showTurn(): void {
    const log = this.element;
    const own = [...this.#list.querySelectorAll<HTMLElement>(".visitor")].at(-1);
    const end = log.scrollHeight - log.clientHeight;
    const top = own ? Math.min(end, own.offsetTop - TURN_MARGIN) : end;
    log.scrollTop = this.#conversation.messages.length ? top : 0;
    this.#rest = log.scrollTop;
    this.#following = true;
    this.#offerNewest();
  }

  /** Puts the keyboard on a message, where the button that made it used to be. */
  focus(id: string): void {
    this.#views.get(id)?.element.focus({ preventScroll: true });
  }

  #viewOf(message: Message): MessageView {
    const known = this.#views.get(message.id);
    if (known) return known;
    const view = new MessageView(message, this.#context, this.#actions);
    this.#views.set(message.id, view);
    return view;
  }

  /** Makes the list hold exactly these items, moving none that is in its place. */
  #place(items: readonly HTMLElement[]): void {
    items.forEach((item, index) => {
      const here = this.#list.children[index];
      if (here !== item) this.#list.insertBefore(item, here ?? null);
    });
    while (this.#list.children.length > items.length) this.#list.lastElementChild?.remove();
  }

  #forget(messages: readonly Message[]): void {
    const kept = new Set(messages.map(({ id }) => id));
    for (const id of this.#views.keys()) if (!kept.has(id)) this.#views.delete(id);
  }

  #drawOpening(empty: boolean): void {
    if (this.#opened === empty) return;
    this.#opened = empty;
    const { words, config } = this.#context;
    const choose = this.#actions.choose.bind(this.#actions);
    const suggestions = empty && config.suggestions.length > 0;
    this.#opening.replaceChildren(
      ...makeNotices(this.#context),
      make("div", { class: "bubble greeting" }, make("p", {}, words.say("greeting"))),
      ...(suggestions
        ? [makeChoices(config.suggestions, words.say("suggestions"), this.#context, choose)]
        : []),
    );
  }

  #settle(): void {
    if (this.#following) this.showTurn();
    else this.#offerNewest();
  }

  #atEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #scrolled(): void {
    // Our own scrolling ends here too: where we put the visitor is not where they went.
    const moved = Math.abs(this.element.scrollTop - this.#rest) > 2;
    if (moved) this.#following = this.#atEnd();
    this.#offerNewest();
  }

  #offerNewest(): void {
    this.newest.hidden = this.#atEnd() || !this.#conversation.messages.length;
  }

  #leaveNewest(): void {
    this.element.scrollTop = this.element.scrollHeight;
    this.element.focus({ preventScroll: true });
  }
}
