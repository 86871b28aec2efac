import type { Config } from "./messages.js";
import { RichText } from "./rich-text.js";
import { primary, type Words } from "./words.js";

/** What every part of the view needs to draw: the words, the clinic's settings, the renderer. */
export class ViewContext {
  readonly words: Words;
  readonly config: Config;
  readonly rich: RichText;
  /** The page's own words on the launcher; empty for ours. */
  readonly launcherLabel: string;

  constructor(words: Words, config: Config, launcherLabel = "") {
    this.words = words;
    this.config = config;
    this.launcherLabel = launcherLabel;
    const phones = [config.emergencyNumber, config.clinicPhone, ...config.phones];
    this.rich = new RichText(phones, words.say("newTab"));
  }

  /** True when the bot and the interface speak the same language. */
  get oneLanguage(): boolean {
    return primary(this.config.language) === primary(this.words.language);
  }

  /** Marks text that came from the server, so that it is read aloud in its own language. */
  get spokenByServer(): { lang: string; dir: "ltr" | "rtl" } {
    return { lang: this.config.language, dir: this.config.direction };
  }
}
