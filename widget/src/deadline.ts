/** A limit on silence: aborts when nothing has come for so long, or when the element leaves. */
export class Deadline {
  readonly #abort = new AbortController();
  readonly #milliseconds: number;
  #timer = 0;

  constructor(milliseconds: number, parent: AbortSignal) {
    this.#milliseconds = milliseconds;
    if (parent.aborted) this.#abort.abort();
    parent.addEventListener("abort", () => this.end(), { signal: this.#abort.signal });
    this.renew();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Something came: the wait starts anew. */
  renew(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(), this.#milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }
}

/** Waits, or returns at once when `signal` aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}
