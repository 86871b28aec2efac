/** A colour, a length or a list of fonts; nothing that could fetch anything. */
const HARMLESS = /^(?!.*(?:url|image|src)\s*\()[\w\s#.,%()'"/+*-]{1,200}$/i;
const NAME = /^--mesoguide-[a-z-]{1,40}$/;

/**
 * Sets custom properties on the host from a constructed style sheet: no inline style, so any
 * Content-Security-Policy allows it, and the page's own rules for the element win over it.
 */
export class Theme {
  readonly sheet = new CSSStyleSheet();
  readonly #host: CSSStyleDeclaration;
  readonly #derived: CSSStyleDeclaration;

  constructor() {
    this.#host = this.#rule(":host{}");
    this.#derived = this.#rule(".root{}");
  }

  apply(properties: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(properties)) {
      if (NAME.test(name) && HARMLESS.test(value)) this.#host.setProperty(name, value);
    }
  }

  /** Picks black or white for text on the accent colour, whichever can be read better. */
  contrast(accent: string): void {
    const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(accent)?.slice(1).map(Number);
    if (!parts) return;
    const [red = 0, green = 0, blue = 0] = parts.map(linear);
    const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    // At this luminance black and white contrast equally: (1.05 / (L + 0.05))² = 21.
    this.#derived.setProperty("--_readable", luminance > 0.179 ? "#000" : "#fff");
  }

  #rule(text: string): CSSStyleDeclaration {
    const index = this.sheet.insertRule(text, this.sheet.cssRules.length);
    return (this.sheet.cssRules[index] as CSSStyleRule).style;
  }
}

/** WCAG's transfer function, for one channel of 0 to 255. */
function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
