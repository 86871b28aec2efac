import type { Message } from "./messages.js";
import { emergencyText } from "./notices-view.js";
import type { ViewContext } from "./view-context.js";

/** A file is read on other days: every time in it has its date. */
const NEVER = new Date(0);

/** Returns the conversation as plain text, for a file or the clipboard. */
export function transcriptOf(
  messages: readonly Message[],
  isUnsent: (id: string) => boolean,
  context: ViewContext,
  now: Date,
): string {
  const { words, config } = context;
  const date = words.time(now, NEVER);
  const head = [config.title, config.clinicName, words.say("savedOn", { date })].filter(Boolean);
  const entries = messages.map((message) => entryOf(message, isUnsent(message.id), context));
  return [head.join("\n"), ...entries, emergencyText(context), ""].join("\n\n");
}

function entryOf(message: Message, isUnsent: boolean, { words }: ViewContext): string {
  const said = words.say(message.from === "bot" ? "bot" : "you");
  const unsent = isUnsent ? `, ${words.say("transcriptUnsent")}` : "";
  const time = words.time(message.time, NEVER);
  const plan = message.plan?.rows.map(([name, content]) => `  ${name}: ${content}`) ?? [];
  const sources = message.sources.map(({ name, year, url }) =>
    ["  -", name, year && `(${year})`, url].filter(Boolean).join(" "),
  );
  return [
    `[${time}${unsent}] ${said}`,
    message.text,
    ...(message.plan ? [message.plan.title, ...plan] : []),
    ...(sources.length ? [`${words.count("sources", sources.length)}:`, ...sources] : []),
  ]
    .filter(Boolean)
    .join("\n");
}
