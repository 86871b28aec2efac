import { LANGUAGES, STRINGS, type Key } from "./strings.js";

/** The interface's words in one language, with the clinic's own put over them. */
export class Words {
  readonly language: string;
  readonly #column: number;
  readonly #own: Readonly<Record<string, string>>;

  /**
   * `wanted` is the page's language, `spoken` the server's. The server's own words are used when it
   * speaks the page's language, or when we do not.
   */
  constructor(wanted: string, spoken = "en", own: Readonly<Record<string, string>> = {}) {
    const page = primary(wanted);
    const known = LANGUAGES.includes(page);
    // With its country, which decides how a time is written.
    this.language = known ? wanted : spoken;
    this.#column = Math.max(0, LANGUAGES.indexOf(primary(this.language)));
    this.#own = known && page !== primary(spoken) ? {} : own;
  }

  say(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
    const words = this.#own[key] ?? STRINGS[key][this.#column] ?? "";
    return words.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
  }

  /** Picks the form for one or for many. French counts none as one. */
  count(key: "new" | "left" | "over" | "sources", count: number): string {
    const one = new Intl.PluralRules(this.language).select(count) === "one";
    return this.say(`${key}${one ? "One" : "Many"}`, { count });
  }

  /** Names a language in this one: "English". */
  languageName(tag: string): string {
    return new Intl.DisplayNames([this.language], { type: "language" }).of(tag) ?? tag;
  }

  /** The time of day; with the date before it when that is not today. */
  time(moment: Date, now = new Date()): string {
    const today = moment.toDateString() === now.toDateString();
    const day = today ? {} : ({ day: "numeric", month: "long", year: "numeric" } as const);
    const time = { hour: "numeric", minute: "2-digit" } as const;
    return moment.toLocaleString(this.language, { ...day, ...time });
  }
}

/** Returns the language of a tag without its country: "en" for "en-GB". */
export function primary(tag: string): string {
  return tag.toLowerCase().split("-")[0] ?? "";
}
