/** An answer that takes less is on screen before dots would be seen. */
const DOTS_MS = 250;
/** Later than the dots: a screen reader should not speak of each quick answer twice. */
const SAY_MS = 1_000;
const SLOW_MS = 8_000;
const VERY_SLOW_MS = 25_000;

interface Hooks {
  typing(shown: boolean): void;
  sayTyping(): void;
  /** 0 when the wait is over or still short; then 1, then 2. */
  slow(level: 0 | 1 | 2): void;
}

/** Follows the wait for an answer and tells when it gets long. */
export class WaitingWatch {
  readonly #hooks: Hooks;
  #timers: number[] = [];
  #waiting = false;

  constructor(hooks: Hooks) {
    this.#hooks = hooks;
  }

  set(waiting: boolean): void {
    if (waiting === this.#waiting) return;
    this.#waiting = waiting;
    this.stop();
    if (!waiting) return;
    this.#timers = [
      setTimeout(() => this.#hooks.typing(true), DOTS_MS),
      setTimeout(() => this.#hooks.sayTyping(), SAY_MS),
      setTimeout(() => this.#hooks.slow(1), SLOW_MS),
      setTimeout(() => this.#hooks.slow(2), VERY_SLOW_MS),
    ];
  }

  stop(): void {
    this.#timers.forEach(clearTimeout);
    this.#hooks.typing(false);
    this.#hooks.slow(0);
  }
}
