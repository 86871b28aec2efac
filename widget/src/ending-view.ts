import type { Conversation } from "./conversation.js";
import type { DialogView } from "./dialog-view.js";
import type { Receipt } from "./messages.js";
import type { Words } from "./words.js";

interface Hooks {
  erased(): void;
  restarted(): void;
  /** The visitor went back without ending anything. */
  left(): void;
  say(text: string): void;
  /** Copies a receipt, and returns what to tell of it. */
  copy(text: string): Promise<string>;
}

/** Asks before a conversation is deleted or left, and shows the receipt of a deletion. */
export class EndingView {
  readonly #dialog: DialogView;
  readonly #conversation: Conversation;
  readonly #hooks: Hooks;
  #words: Words | null = null;

  constructor(dialog: DialogView, conversation: Conversation, hooks: Hooks) {
    this.#dialog = dialog;
    this.#conversation = conversation;
    this.#hooks = hooks;
  }

  apply(words: Words): void {
    this.#words = words;
  }

  askErase(): void {
    const words = this.#words;
    if (!words) return;
    this.#dialog.show({
      title: words.say("eraseTitle"),
      text: words.say("eraseText"),
      actions: [
        { label: words.say("eraseYes"), kind: "danger", run: () => void this.#erase(words) },
        { label: words.say("keep"), kind: "plain", run: () => this.#goBack() },
      ],
    });
  }

  askRestart(): void {
    const words = this.#words;
    if (!words) return;
    this.#dialog.show({
      title: words.say("restartTitle"),
      text: words.say("restartText"),
      actions: [
        { label: words.say("restart"), kind: "strong", run: () => this.#restart() },
        { label: words.say("erase"), kind: "danger", run: () => this.askErase() },
        { label: words.say("keep"), kind: "plain", run: () => this.#goBack() },
      ],
    });
  }

  /** Takes the question away. */
  leave(): void {
    this.#dialog.hide();
  }

  async #erase(words: Words): Promise<void> {
    this.#dialog.wait();
    try {
      const receipt = await this.#conversation.erase();
      this.#showErased(receipt, words);
    } catch {
      this.#tell(words.say("eraseFailed"));
    }
  }

  #showErased(receipt: Receipt | null, words: Words): void {
    const done = (): void => {
      this.#dialog.hide();
      this.#hooks.erased();
    };
    const code = receipt?.receipt;
    const copy = { label: words.say("copyReceipt"), kind: "plain" as const };
    this.#dialog.show({
      title: words.say("erased"),
      text: receipt
        ? words.say("erasedText", { count: receipt.messages })
        : words.say("erasedNothing"),
      ...(code && { code }),
      actions: [
        ...(code
          ? [{ ...copy, run: () => void this.#hooks.copy(code).then((how) => this.#tell(how)) }]
          : []),
        { label: words.say("done"), kind: "strong", run: done },
      ],
    });
  }

  #tell(how: string): void {
    this.#dialog.tell(how);
    this.#hooks.say(how);
  }

  #restart(): void {
    this.#conversation.forget();
    this.#dialog.hide();
    this.#hooks.restarted();
  }

  #goBack(): void {
    this.#dialog.hide();
    this.#hooks.left();
  }
}
