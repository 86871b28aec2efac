import { icon, make } from "./dom.js";
import { telephone } from "./links.js";
import type { ViewContext } from "./view-context.js";

/** Returns what everybody is told before the first message: the emergency notice first. */
export function makeNotices(context: ViewContext): Node[] {
  const { words, config, oneLanguage } = context;
  const emergency = make("div", { class: "emergency" }, icon("alert"));
  emergency.append(context.rich.render(emergencyText(context)));
  const bot = (oneLanguage && config.botNotice) || words.say("botNotice");
  const language = { language: words.languageName(config.language) };
  const storage = (oneLanguage && config.storageNotice) || words.say("storage");
  return [
    make(
      "div",
      { class: "notices" },
      emergency,
      make("p", {}, oneLanguage ? bot : `${bot} ${words.say("answersIn", language)}.`),
      make("p", { class: "quiet" }, storage),
    ),
  ];
}

/** The clinic's own words, unless the page speaks another language than the clinic's notices do. */
export function emergencyText({ words, config, oneLanguage }: ViewContext): string {
  if (oneLanguage && config.emergencyNotice) return config.emergencyNotice;
  const number = config.emergencyNumber;
  return number ? words.say("emergency", { number }) : words.say("emergencyNumberless");
}

/** Returns the line that stays in sight under the message box. */
export function makeEmergencyLine({ words, config }: ViewContext): Node[] {
  const number = config.emergencyNumber;
  if (!number) return [document.createTextNode(words.say("emergencyNumberless"))];
  const call = make("a", { href: telephone(number) }, words.say("callNumber", { number }));
  return [document.createTextNode(`${words.say("emergencyShort")} `), call];
}
