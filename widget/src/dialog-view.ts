import { make, makeButton } from "./dom.js";

export interface DialogAction {
  readonly label: string;
  readonly kind: "danger" | "strong" | "plain";
  readonly run: () => void;
}

export interface DialogContent {
  readonly title: string;
  readonly text: string;
  /** Shown large, for copying: a receipt. */
  readonly code?: string;
  /** The last one also answers Escape: it must do no harm. */
  readonly actions: readonly DialogAction[];
}

/** A question inside the panel. While it stands, nothing else in the panel can be reached. */
export class DialogView {
  readonly element = make("div", {
    class: "dialog",
    role: "alertdialog",
    "aria-modal": "true",
    "aria-labelledby": "dialog-title",
    "aria-describedby": "dialog-text",
    hidden: true,
  });
  #escape: () => void = () => undefined;
  #busy = false;
  #said = make("p");

  get open(): boolean {
    return !this.element.hidden;
  }

  show(content: DialogContent): void {
    const buttons = content.actions.map(({ label, kind, run }) =>
      makeButton({ class: `dialog-button ${kind}` }, () => this.#press(run), label),
    );
    this.#busy = false;
    this.#said = make("p", { class: "said" });
    const code = content.code ? [make("p", { class: "code" }, content.code)] : [];
    this.element.replaceChildren(
      make(
        "div",
        { class: "dialog-card" },
        make("h3", { id: "dialog-title" }, content.title),
        make("div", { id: "dialog-text" }, make("p", {}, content.text), ...code),
        this.#said,
        make("div", { class: "dialog-actions" }, ...buttons),
      ),
    );
    this.#escape = content.actions.at(-1)?.run ?? this.#escape;
    this.element.hidden = false;
    this.#setRestInert(true);
    this.focus();
  }

  /** Says how an action went. The question stands, and can be answered again. */
  tell(how: string): void {
    this.#said.textContent = how;
    this.#setBusy(false);
  }

  /** Holds the buttons while an action runs. */
  wait(): void {
    this.#setBusy(true);
  }

  focus(): void {
    [...this.element.querySelectorAll("button")].at(-1)?.focus();
  }

  hide(): void {
    this.element.hidden = true;
    this.#setRestInert(false);
  }

  escape(): void {
    this.#press(this.#escape);
  }

  #press(run: () => void): void {
    if (!this.#busy) run();
  }

  #setBusy(busy: boolean): void {
    this.#busy = busy;
    // aria-disabled keeps the keyboard where it is; a disabled button would lose it.
    for (const button of this.element.querySelectorAll("button")) {
      button.setAttribute("aria-disabled", String(busy));
    }
  }

  #setRestInert(inert: boolean): void {
    for (const sibling of this.element.parentElement?.children ?? []) {
      if (sibling !== this.element && sibling instanceof HTMLElement) sibling.inert = inert;
    }
  }
}
