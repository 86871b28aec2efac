import { make } from "./dom.js";
import { makeLink, telephone } from "./links.js";

// Bounded repetition: a long message without a blank costs no more than its length.
// Not after a colon: the address inside "blob:https://…" is not what it looks like.
const WEB = String.raw`(?<![\w:])https?:\/\/[^\s<>"]{1,2000}`;
const MAIL = String.raw`[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}`;
const CLOSERS = /[.,;:!?)\]}'’”]+$/;

/** Turns the bot's plain text into paragraphs, lists and links. Everything else stays text. */
export class RichText {
  readonly #pattern: RegExp;
  readonly #newTab: string;

  /** `phones` are the numbers to be made pressable, as messages write them. */
  constructor(phones: readonly string[], newTab: string) {
    const numbers = phones.filter(Boolean).map((number) => number.replace(/[^\w ]/g, "\\$&"));
    const called = numbers.length ? `|(?<![\\w+])(?:${numbers.join("|")})(?!\\w)` : "";
    this.#pattern = new RegExp(`${WEB}|${MAIL}${called}`, "gi");
    this.#newTab = newTab;
  }

  /** Returns the addresses and numbers that a text names, in order. */
  numbersIn(text: string): string[] {
    return text.match(this.#pattern) ?? [];
  }

  /** Blank lines part paragraphs; lines that open with a dash are a list. */
  render(text: string): DocumentFragment {
    const result = document.createDocumentFragment();
    for (const block of text.split(/\n\s*\n/)) this.#addBlock(block.trim(), result);
    return result;
  }

  #addBlock(block: string, to: DocumentFragment): void {
    let paragraph: HTMLElement | null = null;
    let items: HTMLElement | null = null;
    for (const line of block.split("\n")) {
      const item = /^\s*[-•] +(.*)/.exec(line)?.[1];
      if (item !== undefined) {
        items ??= addedTo(to, "ul");
        items.append(make("li", { dir: "auto" }, ...this.#inline(item)));
        paragraph = null;
      } else if (line.trim()) {
        if (paragraph) paragraph.append(make("br"));
        paragraph ??= addedTo(to, "p");
        paragraph.append(...this.#inline(line));
        items = null;
      }
    }
  }

  #inline(line: string): Node[] {
    const nodes: Node[] = [];
    let from = 0;
    for (const match of line.matchAll(this.#pattern)) {
      const found = match[0].replace(CLOSERS, "");
      nodes.push(new Text(line.slice(from, match.index)), this.#link(found));
      from = match.index + found.length;
    }
    nodes.push(new Text(line.slice(from)));
    return nodes;
  }

  #link(found: string): Node {
    if (/^https?:/i.test(found)) return makeLink(found, found, this.#newTab);
    return makeLink(found.includes("@") ? `mailto:${found}` : telephone(found), found, "");
  }
}

function addedTo(parent: DocumentFragment, tag: "p" | "ul"): HTMLElement {
  const element = make(tag, { dir: "auto" });
  parent.append(element);
  return element;
}
