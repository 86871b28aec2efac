import type { ChatClient, Rating } from "./client.js";
import type { ConversationStore } from "./conversation-store.js";
import { codeOf, Refused } from "./failures.js";
import { newIdentifier } from "./identifier.js";
import { asMessage, type Delivery, type Draft, type Message, type Receipt } from "./messages.js";
import { Outbox } from "./outbox.js";
import { oneTabAtATime } from "./turn-lock.js";

/** What the conversation tells: the view draws, the element sends events. */
export interface ConversationHooks {
  changed(): void;
  /** A message of the bot came while the visitor was here. */
  answered(message: Message): void;
  /** Something happened to the conversation itself. */
  noticed(what: ConversationNotice): void;
  failed(code: string): void;
}

export type ConversationNotice = "renewed" | "endedElsewhere" | "historyMissing";

/**
 * One visitor's conversation: the messages on screen, those under way, and the same conversation in
 * other tabs. The server keeps it; here it is only shown.
 */
export class Conversation {
  readonly #client: ChatClient;
  readonly #store: ConversationStore;
  readonly #hooks: ConversationHooks;
  readonly #life: AbortSignal;
  readonly #outbox: Outbox;
  readonly #peers: BroadcastChannel;
  readonly #lockName: string;
  /** Ids of the bot's messages in the turn under way: the history may not have them yet. */
  readonly #partial = new Set<string>();
  #messages: readonly Message[] = [];
  #loaded = false;
  #turns = 0;
  #reloads = 0;
  #lastAt = 0;

  constructor(
    server: string,
    client: ChatClient,
    store: ConversationStore,
    hooks: ConversationHooks,
    life: AbortSignal,
  ) {
    this.#client = client;
    this.#store = store;
    this.#hooks = hooks;
    this.#life = life;
    this.#lockName = `mesoguide-chat:${server}`;
    this.#outbox = new Outbox(
      store,
      {
        deliver: (draft, signal) => this.#deliver(draft, signal),
        changed: () => hooks.changed(),
        failed: (error) => hooks.failed(codeOf(error)),
      },
      life,
    );
    this.#peers = new BroadcastChannel(this.#lockName);
    this.#peers.onmessage = () => void this.#reload();
    life.addEventListener("abort", () => this.#peers.close());
    store.watch((ended) => this.#tokenChanged(ended), life);
  }

  /** Everything to show, oldest first. */
  get messages(): readonly Message[] {
    return this.#messages;
  }

  get awaiting(): boolean {
    return this.#outbox.sending;
  }

  get unreachable(): boolean {
    return this.#outbox.unreachable;
  }

  /** True when an earlier page left a message that was never answered. */
  get interrupted(): boolean {
    return this.#outbox.drafts.length > 0;
  }

  delivery(id: string): Delivery | null {
    return this.#outbox.delivery(id);
  }

  /** Shows what an earlier page left behind, and goes on sending it. */
  async resume(): Promise<void> {
    for (const draft of this.#outbox.drafts) this.#show(asMessage(draft));
    this.#hooks.changed();
    await this.load();
    this.#outbox.resume(Date.now());
  }

  /** Fetches the earlier messages, once. */
  async load(): Promise<void> {
    if (this.#loaded) return;
    this.#loaded = true;
    await this.#reload();
  }

  /** Sends words, or a choice with its payload. Returns the message's id. */
  send(text: string, payload: string | null = null): string {
    // Never the same moment twice: the moment is what keeps drafts in order.
    this.#lastAt = Math.max(Date.now(), this.#lastAt + 1);
    const draft: Draft = { id: newIdentifier(), at: this.#lastAt, text, payload, held: false };
    this.#show(asMessage(draft));
    this.#outbox.add(draft);
    return draft.id;
  }

  retry(id: string): void {
    this.#outbox.retry(id);
  }

  /** Takes an unsent message back, off the screen and out of the browser. */
  withdraw(id: string): void {
    this.#messages = this.#messages.filter((message) => message.id !== id);
    this.#outbox.drop(id);
  }

  async rate(rating: Rating): Promise<void> {
    const token = this.#store.token;
    if (token) await this.#client.rate(token, rating, this.#life);
  }

  /** Deletes the conversation on the server. Null when the server holds none. */
  async erase(): Promise<Receipt | null> {
    this.#outbox.halt();
    const token = this.#store.token;
    try {
      const receipt = token ? await this.#client.erase(token, this.#life) : null;
      this.forget();
      return receipt;
    } catch (error) {
      if (error instanceof Refused && error.status === 401) {
        this.forget();
        return null;
      }
      this.#outbox.resume(Date.now());
      throw error;
    }
  }

  /** Lets go of the conversation in this browser. The server's copy stays. */
  forget(): void {
    this.#store.clear();
    this.#messages = [];
    this.#outbox.abandon();
  }

  async #deliver(draft: Draft, signal: AbortSignal): Promise<void> {
    await oneTabAtATime(this.#lockName, signal, async () => {
      // Another tab may have sent it while this one waited for its turn.
      if (!this.#store.has(draft.id)) return this.#reload();
      await this.#sendInSession(draft, signal);
      this.#store.drop(draft.id);
      this.#partial.clear();
      this.#turns += 1;
      this.#peers.postMessage("changed");
    });
    // The earlier messages could not be had before; now the server answers.
    void this.load();
  }

  async #sendInSession(draft: Draft, signal: AbortSignal): Promise<void> {
    const receive = (message: Message): void => this.#receive(message);
    try {
      await this.#client.send(await this.#token(signal), draft, receive, signal);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) throw error;
      // The server forgot the conversation, or it is over. The message itself is still wanted.
      this.#renew();
      await this.#client.send(await this.#token(signal), draft, receive, signal);
    }
  }

  async #token(signal: AbortSignal): Promise<string> {
    const known = this.#store.token;
    if (known) return known;
    const token = await this.#client.session(signal);
    this.#store.token = token;
    return token;
  }

  /** Shows a message of the answer. A retried turn sends again what is already shown. */
  #receive(message: Message): void {
    if (this.#messages.some(({ id }) => id === message.id)) return;
    this.#partial.add(message.id);
    this.#show(message);
    this.#hooks.changed();
    this.#hooks.answered(message);
  }

  #show(message: Message): void {
    if (this.#messages.some(({ id }) => id === message.id)) return;
    this.#messages = [...this.#messages, message];
  }

  /** Replaces what is shown by the server's account, and keeps what the server has not seen. */
  async #reload(): Promise<void> {
    const token = this.#store.token;
    if (!token || !this.#loaded) return;
    const turns = this.#turns;
    const reload = ++this.#reloads;
    try {
      const history = await this.#client.history(token, this.#life);
      // Another conversation by now, or a later account of this one is on its way.
      if (token !== this.#store.token || reload !== this.#reloads) return;
      // An answer was completed while the history was on its way, which may lack it.
      if (turns !== this.#turns) return await this.#reload();
      const known = new Set(history.map(({ id }) => id));
      const underWay = this.#messages.filter(({ id }) => !known.has(id) && this.#isUnderWay(id));
      this.#messages = [...history, ...underWay];
      this.#hooks.changed();
    } catch (error) {
      this.#historyFailed(error);
    }
  }

  #isUnderWay(id: string): boolean {
    return this.#store.has(id) || this.#partial.has(id);
  }

  /** The server no longer knows the conversation. What was not sent yet begins a new one. */
  #renew(): void {
    this.#store.token = null;
    this.#messages = this.#messages.filter(({ id }) => this.#store.has(id));
    this.#hooks.changed();
    this.#hooks.noticed("renewed");
  }

  #historyFailed(error: unknown): void {
    if (this.#life.aborted) return;
    if (error instanceof Refused && error.status === 401) {
      this.#renew();
      return;
    }
    this.#loaded = false;
    this.#hooks.failed(codeOf(error));
    this.#hooks.noticed("historyMissing");
  }

  /** Another tab began, ended or deleted the conversation. */
  #tokenChanged(ended: boolean): void {
    if (ended) {
      if (this.#messages.length) this.#hooks.noticed("endedElsewhere");
      this.#messages = [];
      this.#outbox.abandon();
    }
    void this.#reload();
  }
}
