import { announcementOf } from "./answer-view.js";
import { Announcer } from "./announcer.js";
import { copyText, downloadText } from "./clipboard.js";
import type { Conversation, ConversationNotice } from "./conversation.js";
import { make } from "./dom.js";
import { EndingView } from "./ending-view.js";
import { trapTab } from "./focus-trap.js";
import { LauncherView } from "./launcher-view.js";
import type { Choice, Message } from "./messages.js";
import { PanelView } from "./panel-view.js";
import { transcriptOf } from "./transcript.js";
import type { ViewContext } from "./view-context.js";
import { WaitingWatch } from "./waiting-watch.js";

/** Screens on which the panel covers everything: phones, or a page zoomed to 400 %. */
const SMALL_SCREEN = "(max-width: 30em), (max-height: 26em)";
/** Where a finger types, focus in the box would cover half of the screen with a keyboard. */
const FINGER = "(pointer: coarse)";

type Notice = "" | "copied" | "copyFailed" | ConversationNotice;

export interface ChatHooks {
  opened(): void;
  closed(): void;
  sent(id: string, kind: "text" | "choice"): void;
  erased(): void;
  restarted(): void;
  unread(count: number): void;
}

/** Everything that is seen: the launcher, the panel, and the live region. */
export class ChatView {
  readonly element = make("div", { class: "root" });
  readonly launcher: LauncherView;
  readonly #surface = make("div", { class: "surface" });
  readonly #announcer = new Announcer(make("div", { class: "spoken live", "aria-live": "polite" }));
  readonly #conversation: Conversation;
  readonly #hooks: ChatHooks;
  readonly #panel: PanelView;
  readonly #ending: EndingView;
  readonly #waiting: WaitingWatch;
  readonly #small = matchMedia(SMALL_SCREEN);
  #context: ViewContext;
  #unread = 0;
  #slow: 0 | 1 | 2 = 0;
  #notice: Notice = "";
  #cameFrom: HTMLElement | null = null;

  constructor(
    conversation: Conversation,
    hooks: ChatHooks,
    context: ViewContext,
    life: AbortSignal,
  ) {
    this.#conversation = conversation;
    this.#hooks = hooks;
    this.#context = context;
    this.launcher = new LauncherView(() => this.open(true));
    this.#panel = this.#makePanel();
    this.#ending = new EndingView(this.#panel.dialog, conversation, {
      erased: () => this.#restarted(() => hooks.erased()),
      restarted: () => this.#restarted(() => hooks.restarted()),
      left: () => this.#panel.menu.focus(),
      say: (text) => this.#sayIfOpen(text),
      copy: async (text) => this.#context.words.say(await this.#copy(text)),
    });
    this.#waiting = new WaitingWatch({
      typing: (shown) => this.#panel.log.setTyping(shown),
      sayTyping: () => this.#sayIfOpen(this.#context.words.say("typing")),
      slow: (level) => this.#setSlow(level),
    });
    this.#surface.append(this.#announcer.element, this.#panel.element);
    this.element.append(this.#surface, this.launcher.element);
    this.#listen(life);
    this.apply(context);
  }

  get isOpen(): boolean {
    return !this.#panel.element.hidden;
  }

  /** True where an open panel leaves nothing of the page in sight. */
  get coversPage(): boolean {
    return this.#small.matches;
  }

  get unread(): number {
    return this.#unread;
  }

  /** Sets all words and settings: at first, and when the server's configuration has come. */
  apply(context: ViewContext): void {
    this.#context = context;
    const { words, config } = context;
    this.element.lang = words.language;
    this.element.dir = config.direction;
    this.launcher.apply(context.launcherLabel || words.say("launcher"));
    this.launcher.setUnread(this.#unread, words);
    this.#panel.apply(context);
    this.#ending.apply(words);
    this.draw();
  }

  /** Brings everything in line with the conversation. */
  draw(): void {
    this.#panel.log.draw();
    this.#waiting.set(this.#conversation.awaiting);
    this.#drawStrip();
  }

  /** Opens the panel. `byPerson` moves the keyboard into it; a page that loads must not. */
  open(byPerson: boolean): void {
    if (this.isOpen) return;
    this.#cameFrom = byPerson ? focusedElement() : null;
    this.#panel.element.hidden = false;
    this.launcher.element.hidden = true;
    this.#setUnread(0);
    this.#setDialogRole();
    this.#panel.composer.apply(this.#context);
    this.#panel.log.showTurn();
    if (byPerson) this.#focusStart();
    this.#say(this.#panel.strip.text);
    this.#hooks.opened();
  }

  close(): void {
    if (!this.isOpen) return;
    const inside = this.#surface.contains(this.#active());
    this.#panel.menu.pressed(null);
    this.#panel.element.hidden = true;
    this.launcher.element.hidden = false;
    this.#setDialogRole();
    if (inside) this.#giveFocusBack();
    this.#hooks.closed();
  }

  /** A message of the bot came. */
  answered(message: Message): void {
    if (this.isOpen) {
      this.#say(announcementOf(message, this.#context));
      return;
    }
    this.#setUnread(this.#unread + 1);
    this.#say(this.#context.words.count("new", this.#unread));
  }

  tell(notice: ConversationNotice): void {
    this.#setNotice(notice);
  }

  /** Begins a new conversation, without asking. */
  restart(): void {
    this.#conversation.forget();
    this.#ending.leave();
    this.#setNotice("");
    this.#hooks.restarted();
  }

  send(text: string, choice: Choice | null = null): string {
    this.#setNotice("");
    const id = this.#conversation.send(text, choice?.payload ?? null);
    this.#panel.log.showTurn();
    this.#hooks.sent(id, choice ? "choice" : "text");
    return id;
  }

  #makePanel(): PanelView {
    const conversation = this.#conversation;
    const actions = {
      submit: (text: string) => void this.send(text),
      say: (text: string) => this.#sayIfOpen(text),
      close: () => this.close(),
      // The pressed button goes away, so the keyboard goes to the message that it made.
      choose: (choice: Choice) => this.#panel.log.focus(this.send(choice.title, choice)),
      retry: (id: string) => conversation.retry(id),
      edit: (message: Message) => {
        conversation.withdraw(message.id);
        this.#panel.composer.fill(message.text);
      },
      withdraw: (id: string) => {
        conversation.withdraw(id);
        this.#focusStart();
      },
      rate: conversation.rate.bind(conversation),
    };
    const menu = [
      ["copy", () => void this.#copyTranscript()],
      ["download", () => downloadText(this.#transcript(), "conversation.txt")],
      ["restart", () => this.#ending.askRestart()],
      ["erase", () => this.#ending.askErase()],
    ] as const;
    return new PanelView(conversation, actions, menu, this.#context);
  }

  #listen(life: AbortSignal): void {
    this.#surface.addEventListener("keydown", (event) => this.#key(event));
    this.#small.addEventListener("change", () => this.#setDialogRole(), { signal: life });
    for (const type of ["online", "offline"]) {
      addEventListener(type, () => this.#drawStrip(), { signal: life });
    }
    life.addEventListener("abort", () => this.#waiting.stop());
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Tab" && this.#small.matches) {
      trapTab(event, this.#panel.element, this.#active());
    }
    if (event.key !== "Escape" || event.isComposing) return;
    // A page that closes something of its own on Escape should not do so as well.
    event.stopPropagation();
    if (this.#panel.dialog.open) this.#panel.dialog.escape();
    else if (this.#panel.menu.open) this.#panel.menu.close();
    else this.close();
  }

  /** The panel is a dialog while it is open, and a modal one while it covers the screen. */
  #setDialogRole(): void {
    const attributes = {
      role: this.isOpen ? "dialog" : "",
      "aria-modal": this.isOpen && this.#small.matches ? "true" : "",
      "aria-labelledby": this.isOpen ? "title" : "",
    };
    for (const [name, value] of Object.entries(attributes)) {
      if (value) this.#surface.setAttribute(name, value);
      else this.#surface.removeAttribute(name);
    }
  }

  #focusStart(): void {
    if (this.#panel.dialog.open) this.#panel.dialog.focus();
    else if (matchMedia(FINGER).matches) this.#panel.title.focus();
    else this.#panel.composer.focus();
  }

  #giveFocusBack(): void {
    const back = this.#cameFrom?.isConnected ? this.#cameFrom : null;
    (back ?? this.launcher.element).focus();
  }

  #active(): Element | null {
    const root = this.element.getRootNode();
    return root instanceof ShadowRoot ? root.activeElement : null;
  }

  #setUnread(count: number): void {
    if (count === this.#unread) return;
    this.#unread = count;
    this.launcher.setUnread(count, this.#context.words);
    this.#hooks.unread(count);
  }

  #setSlow(level: 0 | 1 | 2): void {
    this.#slow = level;
    this.#drawStrip();
  }

  #setNotice(notice: Notice): void {
    this.#notice = notice;
    this.#drawStrip();
  }

  #drawStrip(): void {
    this.#panel.strip.show(this.#status(), this.#context);
  }

  /** Returns the one thing that matters most now. */
  #status(): string {
    const { words, config } = this.#context;
    const phone = config.clinicPhone;
    const call = phone && ` ${words.say("orCall", { phone })}`;
    if (!navigator.onLine) return words.say("offline");
    if (this.#conversation.unreachable) return words.say("unreachable") + call;
    if (this.#slow === 2) return words.say("verySlow") + call;
    if (this.#slow === 1) return words.say("slow");
    return this.#notice && words.say(this.#notice);
  }

  #restarted(tell: () => void): void {
    this.#setNotice("");
    this.#focusStart();
    tell();
  }

  #transcript(): string {
    const { messages } = this.#conversation;
    const unsent = (id: string): boolean => this.#conversation.delivery(id) !== null;
    return transcriptOf(messages, unsent, this.#context, new Date());
  }

  async #copyTranscript(): Promise<void> {
    this.#setNotice(await this.#copy(this.#transcript()));
  }

  async #copy(text: string): Promise<"copied" | "copyFailed"> {
    const root = this.element.getRootNode();
    return root instanceof ShadowRoot && (await copyText(text, root)) ? "copied" : "copyFailed";
  }

  #sayIfOpen(text: string): void {
    if (this.isOpen) this.#say(text);
  }

  #say(text: string): void {
    this.#announcer.say(text);
  }
}

/** The element of the page that has the keyboard, unless it is nothing in particular. */
function focusedElement(): HTMLElement | null {
  const focused = document.activeElement;
  const particular = focused instanceof HTMLElement && focused !== document.body;
  return particular && !focused.shadowRoot ? focused : null;
}
