import type { ConversationStore } from "./conversation-store.js";
import { pause } from "./deadline.js";
import { Refused, Unreachable } from "./failures.js";
import type { Delivery, Draft } from "./messages.js";

/** Waits before each new try, about a minute in all. After the last, the visitor decides. */
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** The longest wait that a server may ask for before we hand the decision to the visitor. */
const LONGEST_WAIT_MS = 60_000;
/** While the browser itself knows that it is offline, look again this often. */
const OFFLINE_WAIT_MS = 30_000;
/** A message left over from an earlier page goes out by itself only while it is this fresh. */
const FRESH_MS = 10 * 60_000;

interface Hooks {
  /** Sends one draft. Resolves when it has been answered in full. */
  deliver(draft: Draft, signal: AbortSignal): Promise<void>;
  changed(): void;
  failed(error: unknown): void;
}

/**
 * Holds messages until they are answered: sends them in order, one at a time, tries again when the
 * network fails, and gives them back to the visitor when trying does not help.
 */
export class Outbox {
  readonly #store: ConversationStore;
  readonly #hooks: Hooks;
  readonly #life: AbortSignal;
  readonly #deliveries = new Map<string, Delivery>();
  #run = new AbortController();
  #nap = new AbortController();
  #working = false;
  #unreachable = false;

  constructor(store: ConversationStore, hooks: Hooks, life: AbortSignal) {
    this.#store = store;
    this.#hooks = hooks;
    this.#life = life;
    life.addEventListener("abort", () => this.#stop());
    addEventListener("online", () => this.revive(), { signal: life });
  }

  /** What is not answered yet, oldest first. */
  get drafts(): readonly Draft[] {
    return this.#store.unsent;
  }

  delivery(id: string): Delivery | null {
    return this.#deliveries.get(id) ?? null;
  }

  /** True while an answer is on its way. */
  get sending(): boolean {
    return [...this.#deliveries.values()].some(({ state }) => state === "sending");
  }

  /** True from a send that got no answer until one that does. */
  get unreachable(): boolean {
    return this.#unreachable;
  }

  /** Takes up what an earlier page left behind. Old messages wait for the visitor. */
  resume(now: number): void {
    for (const draft of this.drafts) {
      const stale = draft.held || now - draft.at > FRESH_MS;
      this.#mark(draft, stale ? "held" : "waiting");
    }
    void this.#work();
  }

  add(draft: Draft): void {
    this.#store.keep(draft);
    this.#mark(draft, "waiting");
    this.revive();
  }

  retry(id: string): void {
    for (const draft of this.drafts) if (draft.id === id) this.#mark(draft, "waiting");
    this.#nap.abort();
    void this.#work();
  }

  /** Tries everything again that failed for want of a network. */
  revive(): void {
    for (const draft of this.drafts) {
      const delivery = this.delivery(draft.id);
      if (delivery?.state === "held" && delivery.network) {
        this.#mark(draft, "waiting");
      }
    }
    this.#nap.abort();
    void this.#work();
  }

  drop(id: string): void {
    this.#store.drop(id);
    this.#deliveries.delete(id);
    this.#hooks.changed();
  }

  /** Stops what is under way. The drafts stay; `resume` or `abandon` comes next. */
  halt(): void {
    this.#stop();
    this.#run = new AbortController();
    this.#working = false;
  }

  /** Lets go of every draft. They stay in the store, which other tabs share. */
  abandon(): void {
    this.halt();
    this.#deliveries.clear();
    this.#unreachable = false;
    this.#hooks.changed();
  }

  async #work(): Promise<void> {
    if (this.#working || this.#life.aborted) return;
    this.#working = true;
    const { signal } = this.#run;
    for (let draft = this.#next(); draft; draft = this.#next()) {
      await this.#deliver(draft, signal);
      if (signal.aborted) return;
    }
    this.#working = false;
  }

  #next(): Draft | undefined {
    return this.drafts.find((draft) => this.delivery(draft.id)?.state === "waiting");
  }

  /** Returns once the draft is answered, held, dropped or the run is over. */
  async #deliver(draft: Draft, run: AbortSignal): Promise<void> {
    for (let tries = 0; ;) {
      this.#mark(draft, "sending");
      try {
        await this.#hooks.deliver(draft, run);
        if (run.aborted) return;
        this.#unreachable = false;
        return this.drop(draft.id);
      } catch (error) {
        if (run.aborted) return;
        this.#unreachable = error instanceof Unreachable;
        this.#hooks.failed(error);
        const wait = waitAfter(error, tries);
        if (wait === null) return this.#hold(draft, error);
        this.#mark(draft, "waiting", this.#unreachable);
        await this.#sleep(wait);
        if (run.aborted || !this.#store.has(draft.id)) return;
        if (navigator.onLine) tries += 1;
      }
    }
  }

  /** Waits; a revival, the network's return or the end of the run cuts it short. */
  async #sleep(milliseconds: number): Promise<void> {
    this.#nap = new AbortController();
    await pause(milliseconds, this.#nap.signal);
  }

  #hold(draft: Draft, error: unknown): void {
    const network = error instanceof Unreachable;
    this.#mark(draft, "held", network, network || !(error instanceof Error) ? "" : error.message);
    if (!network) return;
    // The rest would each wait a minute for the same network.
    for (const other of this.drafts) {
      if (this.delivery(other.id)?.state === "waiting") this.#mark(other, "held", true);
    }
  }

  #mark(draft: Draft, state: Delivery["state"], network = false, problem = ""): void {
    this.#deliveries.set(draft.id, { state, network, problem });
    const held = state === "held";
    if (draft.held !== held && this.#store.has(draft.id)) this.#store.keep({ ...draft, held });
    this.#hooks.changed();
  }

  #stop(): void {
    this.#run.abort();
    this.#nap.abort();
  }
}

/** How long to wait before the next try; null when trying again is for the visitor to decide. */
function waitAfter(error: unknown, tries: number): number | null {
  const passing = error instanceof Refused && (error.status === 429 || error.status === 503);
  if (!passing && !(error instanceof Unreachable)) return null;
  if (!navigator.onLine) return OFFLINE_WAIT_MS;
  const own = WAITS_MS[tries];
  if (own === undefined) return null;
  const asked = passing ? error.retryAfter : 0;
  return asked > LONGEST_WAIT_MS ? null : Math.max(own, asked);
}
