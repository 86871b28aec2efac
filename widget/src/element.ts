import { ChatView } from "./chat-view.js";
import { ChatClient } from "./client.js";
import { excessOf } from "./composer-view.js";
import { Conversation } from "./conversation.js";
import { ConversationStore } from "./conversation-store.js";
import { codeOf } from "./failures.js";
import type { Config, Message } from "./messages.js";
import { OpenMemory } from "./open-memory.js";
import { ATTRIBUTES, configured, readSettings, type Settings } from "./settings.js";
import styles from "./styles.css";
import { Theme } from "./theme.js";
import { ViewContext } from "./view-context.js";
import { readConfig } from "./wire.js";
import { Words } from "./words.js";

export const NAME = "mesoguide-chat";
const DARK = "(prefers-color-scheme: dark)";

/** What the element's events carry. Never what a person wrote: pages hand events to analytics. */
export interface ChatEvents {
  ready: { configured: boolean };
  open: null;
  close: null;
  send: { id: string; kind: "text" | "choice" };
  message: { id: string; urgent: boolean };
  unread: { count: number };
  error: { code: string };
  erase: null;
  reset: null;
}

/** `<mesoguide-chat>`: the website chat. `docs/widget.md` describes its use. */
export class MesoguideChat extends HTMLElement {
  static readonly observedAttributes = [...ATTRIBUTES, "open"];
  /** Where the script came from; the connector serves it beside everything else. */
  static scriptFolder = new URL("/webhooks/widget/", document.baseURI).href;

  #chat: Chat | null = null;
  #restarting = false;

  connectedCallback(): void {
    this.#start();
  }

  disconnectedCallback(): void {
    this.#chat?.end();
    this.#chat = null;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.#chat || before === after) return;
    if (name === "open") this.#chat.setOpen(after !== null, false);
    else this.#restart();
  }

  /** True while the panel is open. */
  get opened(): boolean {
    return this.#chat?.view.isOpen ?? false;
  }

  /** How many of the bot's messages came while the panel was closed. */
  get unread(): number {
    return this.#chat?.view.unread ?? 0;
  }

  open(): void {
    this.#chat?.setOpen(true, true);
  }

  close(): void {
    this.#chat?.setOpen(false, true);
  }

  /** Sends a message as if the visitor had typed it, and returns its id. */
  send(text: string): string {
    if (!this.#chat) throw new Error(`<${NAME}> send: the element is not in the page`);
    return this.#chat.send(text);
  }

  /** Begins a new conversation, without asking. The server keeps the old one. */
  reset(): void {
    this.#chat?.reset();
  }

  #start(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const settings = readSettings(this, MesoguideChat.scriptFolder);
    this.#chat = new Chat(this, root, settings);
  }

  /** Attributes often change in a row; one fresh start serves them all. */
  #restart(): void {
    if (this.#restarting) return;
    this.#restarting = true;
    queueMicrotask(() => {
      this.#restarting = false;
      if (!this.#chat) return;
      this.disconnectedCallback();
      this.#start();
    });
  }
}

/** One life of the element in the page, from connected to disconnected. */
class Chat {
  readonly view: ChatView;
  readonly #host: HTMLElement;
  readonly #settings: Settings;
  readonly #life = new AbortController();
  readonly #client: ChatClient;
  readonly #conversation: Conversation;
  readonly #theme = new Theme();
  readonly #memory: OpenMemory;
  readonly #dark = matchMedia(DARK);
  #config: Config | null = null;

  constructor(host: HTMLElement, root: ShadowRoot, settings: Settings) {
    this.#host = host;
    this.#settings = settings;
    this.#client = new ChatClient(settings.server);
    this.#memory = new OpenMemory(settings.server);
    this.#conversation = this.#makeConversation();
    this.view = new ChatView(
      this.#conversation,
      {
        opened: () => this.#opened(),
        closed: () => this.#closed(),
        sent: (id, kind) => this.#emit("send", { id, kind }),
        erased: () => this.#emit("erase", null),
        restarted: () => this.#emit("reset", null),
        unread: (count) => this.#emit("unread", { count }),
      },
      this.#context(),
      this.#life.signal,
    );
    root.adoptedStyleSheets = [sheet(), this.#theme.sheet];
    root.replaceChildren(this.view.element);
    this.#dress();
    this.#listen();
    void this.#begin();
  }

  end(): void {
    this.#life.abort();
    this.view.element.remove();
  }

  /** Opens or closes. Only what a person asked for moves the keyboard. */
  setOpen(open: boolean, byPerson: boolean): void {
    if (open === this.view.isOpen) return;
    if (open) this.view.open(byPerson);
    else this.view.close();
  }

  send(text: string): string {
    const words = text.trim();
    const limit = this.#context().config.messageCharacters;
    if (!words) throw new RangeError(`<${NAME}> send: expected a text, got an empty one`);
    if (excessOf(words, limit) > 0) {
      throw new RangeError(`<${NAME}> send: expected at most ${limit} characters`);
    }
    return this.view.send(words);
  }

  reset(): void {
    this.view.restart();
  }

  #makeConversation(): Conversation {
    const { server } = this.#settings;
    const hooks = {
      changed: () => this.view.draw(),
      answered: (message: Message) => this.#answered(message),
      noticed: (what: Parameters<ChatView["tell"]>[0]) => this.view.tell(what),
      failed: (code: string) => this.#emit("error", { code }),
    };
    const store = new ConversationStore(server);
    return new Conversation(server, this.#client, store, hooks, this.#life.signal);
  }

  #listen(): void {
    const { signal } = this.#life;
    this.#dark.addEventListener("change", () => this.#dress(), { signal });
    addEventListener("online", () => void this.#configure(), { signal });
  }

  async #begin(): Promise<void> {
    const wish = this.#memory.wish ?? this.#host.hasAttribute("open");
    // A panel that covers the page opens only when a person opens it.
    if (wish && !this.view.coversPage) this.view.open(false);
    else if (!this.view.isOpen) this.#host.removeAttribute("open");
    if (this.#conversation.interrupted) void this.#conversation.resume();
    await this.#configure();
    if (!this.#life.signal.aborted) this.#emit("ready", { configured: this.#config !== null });
  }

  /** Fetches the clinic's settings, unless they are here. Without them, the chat still works. */
  async #configure(): Promise<void> {
    if (this.#config) return;
    try {
      this.#config = await this.#client.config(this.#settings.language, this.#life.signal);
    } catch (error) {
      if (!this.#life.signal.aborted) this.#emit("error", { code: codeOf(error) });
      return;
    }
    this.#dress();
    this.view.apply(this.#context());
  }

  #context(): ViewContext {
    const settings = this.#settings;
    const words = new Words(settings.language, this.#config?.language, this.#config?.strings);
    // Until the server has spoken, it is taken to speak the page's language.
    const config = this.#config ?? readConfig({ language: words.language });
    return new ViewContext(words, configured(settings, config), settings.label);
  }

  /** Sets colours, side and scheme. */
  #dress(): void {
    const { scheme, position, accent } = this.#settings;
    const { element, launcher } = this.view;
    const dark = scheme === "auto" ? this.#dark.matches : scheme === "dark";
    element.dataset["scheme"] = dark ? "dark" : "light";
    element.dataset["position"] = position;
    this.#theme.apply(this.#config?.theme ?? {});
    if (accent) this.#theme.apply({ "--mesoguide-accent": accent });
    this.#theme.contrast(getComputedStyle(launcher.element).backgroundColor);
  }

  #opened(): void {
    this.#host.setAttribute("open", "");
    this.#memory.keep(true);
    // The page's own style sheets may have come since.
    this.#dress();
    void this.#configure();
    void this.#conversation.load();
    this.#emit("open", null);
  }

  #closed(): void {
    this.#host.removeAttribute("open");
    this.#memory.keep(false);
    this.#emit("close", null);
  }

  #answered(message: Message): void {
    this.view.answered(message);
    this.#emit("message", { id: message.id, urgent: message.urgent });
  }

  #emit<Name extends keyof ChatEvents>(name: Name, detail: ChatEvents[Name]): void {
    const options = { detail, bubbles: true, composed: true };
    this.#host.dispatchEvent(new CustomEvent(`${NAME}:${name}`, options));
  }
}

/** Parsed once for all elements of the page. */
let shared: CSSStyleSheet | null = null;

function sheet(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(styles);
  }
  return shared;
}
