import { icon, make } from "./dom.js";
import { makeLink, telephone } from "./links.js";
import type { Message, Plan, Source } from "./messages.js";
import type { ViewContext } from "./view-context.js";

/** Returns what stands in the bubble of one message of the bot. */
export function makeAnswer(message: Message, context: ViewContext): Node[] {
  const text = make("div", { class: "text", ...context.spokenByServer });
  text.append(context.rich.render(message.text));
  if (message.plan) text.append(makePlan(message.plan, context));
  return [
    ...(message.urgent ? [makeUrgentHeading(context)] : []),
    text,
    ...(message.urgent ? makeCall(message.text, context) : []),
    ...(message.sources.length ? [makeSources(message.sources, context)] : []),
  ];
}

/** Returns what a screen reader is told of a message, once, when it arrives. */
export function announcementOf(message: Message, context: ViewContext): string {
  const { words } = context;
  const plan = message.plan?.rows.map(([name, content]) => `${name}: ${content}.`) ?? [];
  const choices = message.choices.map(({ title }) => title).join(", ");
  return [
    words.say("bot"),
    message.urgent ? `${words.say("urgent")}.` : "",
    message.text,
    message.plan?.title ?? "",
    ...plan,
    choices && words.say("choicesAre", { choices }),
  ]
    .filter(Boolean)
    .join(" ");
}

function makeUrgentHeading({ words }: ViewContext): HTMLElement {
  return make("p", { class: "urgent-heading" }, icon("alert"), words.say("urgent"));
}

/** A large button to ring the emergency number, where the message itself names it. */
function makeCall(text: string, { words, config, rich }: ViewContext): Node[] {
  const number = config.emergencyNumber;
  if (!number || !rich.numbersIn(text).includes(number)) return [];
  const label = words.say("callNumber", { number });
  return [make("a", { class: "call", href: telephone(number) }, icon("phone"), label)];
}

function makePlan(plan: Plan, context: ViewContext): HTMLElement {
  const rows = plan.rows.map(([name, content]) => {
    const cell = make("td");
    cell.append(context.rich.render(content));
    return make("tr", {}, make("th", { scope: "row" }, name), cell);
  });
  const caption = plan.title ? [make("caption", {}, plan.title)] : [];
  return make("table", { class: "plan" }, ...caption, make("tbody", {}, ...rows));
}

function makeSources(sources: readonly Source[], { words }: ViewContext): HTMLElement {
  const items = sources.map(({ name, year, url }) => {
    const label = year ? `${name} (${year})` : name;
    const shown = url ? makeLink(url, label, words.say("newTab")) : label;
    return make("li", { dir: "auto" }, shown);
  });
  const summary = make("summary", {}, words.count("sources", sources.length));
  return make("details", { class: "sources" }, summary, make("ul", {}, ...items));
}
