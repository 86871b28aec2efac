import type { Config } from "./messages.js";
import { languageTag } from "./wire.js";

/** The element's attributes, as the page wrote them. Nonsense becomes the default. */
export interface Settings {
  /** The connector's folder, ending in a slash. */
  readonly server: string;
  readonly heading: string;
  readonly label: string;
  /** The page's language: the element's own, else that of the nearest element that has one. */
  readonly language: string;
  readonly direction: "ltr" | "rtl" | null;
  readonly position: "start" | "end";
  readonly scheme: "light" | "dark" | "auto";
  readonly accent: string;
  readonly phone: string;
  readonly emergencyNumber: string;
}

export const ATTRIBUTES = [
  "server",
  "heading",
  "label",
  "lang",
  "dir",
  "position",
  "scheme",
  "accent",
  "phone",
  "emergency-number",
] as const;

export function readSettings(element: HTMLElement, scriptFolder: string): Settings {
  const given = (name: (typeof ATTRIBUTES)[number]): string => element.getAttribute(name) ?? "";
  const direction = given("dir");
  const scheme = given("scheme");
  return {
    server: folderOf(given("server")) ?? scriptFolder,
    heading: given("heading"),
    label: given("label"),
    language: languageTag(element.closest("[lang]")?.getAttribute("lang")),
    direction: direction === "ltr" || direction === "rtl" ? direction : null,
    position: given("position") === "start" ? "start" : "end",
    scheme: scheme === "light" || scheme === "dark" ? scheme : "auto",
    accent: given("accent"),
    phone: given("phone"),
    emergencyNumber: given("emergency-number"),
  };
}

/** Returns the server's configuration with the page's own wishes in it. */
export function configured(settings: Settings, config: Config): Config {
  return {
    ...config,
    title: settings.heading || config.title,
    direction: settings.direction ?? config.direction,
    clinicPhone: config.clinicPhone || settings.phone,
    emergencyNumber: config.emergencyNumber || settings.emergencyNumber,
  };
}

function folderOf(server: string): string | null {
  if (!server) return null;
  try {
    const url = new URL(server.replace(/\/*$/, "/"), document.baseURI);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
