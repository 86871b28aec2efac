/**
 * Whether the panel was open, for this tab only, so that it stays open from page to page and stays
 * closed once somebody closed it.
 */
export class OpenMemory {
  readonly #key: string;

  constructor(server: string) {
    this.#key = `mesoguide-chat:open:${server}`;
  }

  /** What the visitor did last in this tab; null when nothing yet. */
  get wish(): boolean | null {
    try {
      const kept = sessionStorage.getItem(this.#key);
      return kept === null ? null : kept === "yes";
    } catch {
      return null;
    }
  }

  keep(open: boolean): void {
    try {
      sessionStorage.setItem(this.#key, open ? "yes" : "no");
    } catch {
      // Without storage, each page begins closed.
    }
  }
}
