import { MesoguideChat, NAME } from "./element.js";
import { embed } from "./embed.js";

const script = document.currentScript;

// A browser without constructed style sheets keeps what stands inside the element: the phone link.
if (!customElements.get(NAME) && "adoptedStyleSheets" in document) {
  if (script instanceof HTMLScriptElement && script.src) {
    MesoguideChat.scriptFolder = new URL(".", script.src).href;
  }
  customElements.define(NAME, MesoguideChat);
  if (script instanceof HTMLScriptElement) embed(NAME, script);
}
