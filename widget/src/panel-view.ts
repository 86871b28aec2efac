import { ComposerView } from "./composer-view.js";
import type { Conversation } from "./conversation.js";
import { DialogView } from "./dialog-view.js";
import { icon, make, makeButton, spoken } from "./dom.js";
import { LogView } from "./log-view.js";
import { MenuView, type MenuItem } from "./menu-view.js";
import type { MessageActions } from "./message-view.js";
import { makeEmergencyLine } from "./notices-view.js";
import { StripView } from "./strip-view.js";
import type { ViewContext } from "./view-context.js";

export interface PanelActions extends MessageActions {
  submit(text: string): void;
  close(): void;
}

/** The panel from top to bottom: header, messages, strip, box, emergency line; a dialog over it. */
export class PanelView {
  readonly element = make("div", { class: "panel", hidden: true });
  readonly log: LogView;
  readonly composer: ComposerView;
  readonly menu: MenuView;
  readonly strip: StripView;
  readonly dialog = new DialogView();
  readonly title = make("h2", { id: "title", tabindex: "-1" });
  readonly #subtitle = make("p", { class: "subtitle" });
  readonly #close: HTMLButtonElement;
  readonly #foot = make("p", { class: "foot" });

  constructor(
    conversation: Conversation,
    actions: PanelActions,
    menu: readonly MenuItem[],
    context: ViewContext,
  ) {
    this.log = new LogView(conversation, actions, context);
    this.composer = new ComposerView(actions.submit, actions.say, context);
    this.strip = new StripView(actions.say);
    this.menu = new MenuView(menu);
    this.#close = makeButton({ class: "round close" }, () => actions.close());
    this.element.append(
      make("div", { class: "header" }, this.#heading(), this.menu.element, this.#close),
      this.log.element,
      make("div", { class: "newest-row" }, this.log.newest),
      this.strip.element,
      this.composer.element,
      this.#foot,
      this.dialog.element,
    );
    this.element.addEventListener("pointerdown", ({ target }) => this.menu.pressed(target));
  }

  apply(context: ViewContext): void {
    const { words, config } = context;
    this.title.textContent = config.title || words.say("heading");
    this.#subtitle.textContent = [config.clinicName, words.say("assistant")]
      .filter(Boolean)
      .join(" · ");
    this.#close.replaceChildren(icon("close"), spoken(words.say("close")));
    this.menu.apply(words);
    this.log.apply(context);
    this.composer.apply(context);
    this.#foot.replaceChildren(...makeEmergencyLine(context));
  }

  #heading(): HTMLElement {
    return make("div", { class: "heading" }, this.title, this.#subtitle);
  }
}
