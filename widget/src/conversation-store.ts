import type { Draft } from "./messages.js";
import { fields, text } from "./wire.js";

/**
 * What outlives a page: the token, and messages that were not answered yet. Nothing else, so that
 * a shared computer holds no conversation.
 *
 * Everything is read afresh each time, because other tabs write it too. Each draft has a key of its
 * own: two tabs that changed one list at the same moment would lose what the other had added.
 * Where the browser gives no storage (blocked, full, in a sandbox), it is kept for the page.
 */
export class ConversationStore {
  readonly #tokenKey: string;
  readonly #draftKey: string;
  readonly #fallback = new Map<string, string>();

  constructor(server: string) {
    this.#tokenKey = `mesoguide-chat:token:${server}`;
    this.#draftKey = `mesoguide-chat:unsent:${server}:`;
  }

  get token(): string | null {
    return this.#read(this.#tokenKey);
  }

  set token(token: string | null) {
    this.#write(this.#tokenKey, token);
  }

  /** Drafts of all tabs, oldest first. */
  get unsent(): readonly Draft[] {
    return this.#draftKeys()
      .map((key) => readDraft(this.#read(key)))
      .filter((draft) => draft !== null)
      .sort((one, other) => one.at - other.at);
  }

  has(id: string): boolean {
    return this.#read(this.#draftKey + id) !== null;
  }

  /** Adds a draft, or replaces the one with its id. */
  keep(draft: Draft): void {
    this.#write(this.#draftKey + draft.id, JSON.stringify(draft));
  }

  drop(id: string): void {
    this.#write(this.#draftKey + id, null);
  }

  clear(): void {
    this.token = null;
    for (const key of this.#draftKeys()) this.#write(key, null);
  }

  /** Tells of a token that another tab changed; `ended` when there had been one before. */
  watch(changed: (ended: boolean) => void, signal: AbortSignal): void {
    const listener = (event: StorageEvent): void => {
      if (event.key === this.#tokenKey) changed(event.oldValue !== null);
      if (event.key === null) changed(true);
    };
    addEventListener("storage", listener, { signal });
  }

  #draftKeys(): string[] {
    let stored: string[] = [];
    try {
      stored = Object.keys(localStorage);
    } catch {
      // Only what is kept for the page.
    }
    const keys = new Set([...stored, ...this.#fallback.keys()]);
    return [...keys].filter((key) => key.startsWith(this.#draftKey));
  }

  #read(key: string): string | null {
    const here = this.#fallback.get(key);
    if (here !== undefined) return here;
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  #write(key: string, value: string | null): void {
    this.#fallback.delete(key);
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      if (value !== null) this.#fallback.set(key, value);
    }
  }
}

/** Returns a draft; null for what no version of ours wrote. */
function readDraft(stored: string | null): Draft | null {
  let from: ReturnType<typeof fields>;
  try {
    from = fields(JSON.parse(stored ?? "null"));
  } catch {
    return null;
  }
  const draft = {
    id: text(from["id"]),
    at: Number(from["at"]) || 0,
    text: text(from["text"]),
    payload: text(from["payload"]) || null,
    held: from["held"] === true,
  };
  return draft.id && draft.text ? draft : null;
}
