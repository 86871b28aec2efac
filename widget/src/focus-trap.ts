const FOCUSABLE = "a[href], button, textarea, summary, [tabindex='0']";

/** Keeps Tab inside an element that covers the whole screen. */
export function trapTab(event: KeyboardEvent, inside: HTMLElement, active: Element | null): void {
  const stops = [...inside.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isReachable);
  const first = stops[0];
  const last = stops.at(-1);
  const leaving = event.shiftKey
    ? active === first || !stops.includes(active as HTMLElement)
    : active === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

function isReachable(element: HTMLElement): boolean {
  return element.getClientRects().length > 0 && !element.closest("[inert]");
}
