/** How long one tab waits for another. A frozen background tab must not silence this one. */
const PATIENCE_MS = 20_000;

/** Runs `work` while no other tab of this browser runs its own under the same name. */
export async function oneTabAtATime(
  name: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  // Absent on pages without https. The server answers each id once, so this is a courtesy only.
  if (!("locks" in navigator)) return work();
  const waiting = new AbortController();
  const giveUp = (): void => waiting.abort();
  const timer = setTimeout(giveUp, PATIENCE_MS);
  signal.addEventListener("abort", giveUp);
  const settle = (): void => {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  };
  let begun = false;
  try {
    await navigator.locks.request(name, { signal: waiting.signal }, () => {
      begun = true;
      settle();
      return work();
    });
  } catch (error) {
    settle();
    if (begun) throw error;
    if (!signal.aborted) await work();
  }
}
