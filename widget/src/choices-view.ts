import { make, makeButton } from "./dom.js";
import type { Choice } from "./messages.js";
import type { ViewContext } from "./view-context.js";

/** Returns the replies that the bot offers, as a list of buttons. */
export function makeChoices(
  choices: readonly Choice[],
  label: string,
  context: ViewContext,
  choose: (choice: Choice) => void,
): HTMLElement {
  const items = choices.map((choice) =>
    make(
      "li",
      {},
      makeButton({ class: "choice" }, () => choose(choice), choice.title),
    ),
  );
  return make("ul", { class: "choices", "aria-label": label, ...context.spokenByServer }, ...items);
}
