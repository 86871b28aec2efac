/** Reads what the server sends. A field of the wrong kind becomes its default. */

import { newIdentifier } from "./identifier.js";
import type { Choice, Config, Message, Plan, Receipt, Source } from "./messages.js";

type Fields = Readonly<Record<string, unknown>>;

/** The limit when the server names none. The connector holds the same number. */
const MESSAGE_CHARACTERS = 1000;

export function readConfig(value: unknown): Config {
  const from = fields(value);
  const notice = fields(from["notice"]);
  const clinic = fields(from["clinic"]);
  return {
    title: text(from["title"]),
    language: languageTag(from["language"]),
    direction: from["direction"] === "rtl" ? "rtl" : "ltr",
    strings: texts(from["strings"]),
    theme: texts(from["theme"]),
    messageCharacters: count(fields(from["limits"])["message_characters"]) || MESSAGE_CHARACTERS,
    botNotice: text(notice["bot"]),
    emergencyNotice: text(notice["emergency"]),
    storageNotice: text(notice["storage"]),
    emergencyNumber: text(fields(from["emergency"])["number"]),
    clinicName: text(clinic["name"]),
    clinicPhone: text(clinic["phone"]),
    phones: list(from["phones"]).map(text).filter(Boolean),
    suggestions: choices(from["suggestions"]),
  };
}

/** Returns the message of one line of an answer, or of one entry of the history. */
export function readMessage(value: unknown): Message {
  const from = fields(value);
  return {
    id: text(from["id"]) || newIdentifier(),
    from: from["from"] === "visitor" ? "visitor" : "bot",
    text: text(from["text"]),
    time: time(from["time"]),
    choices: choices(from["buttons"]),
    sources: list(from["sources"]).map(source).filter(isThere),
    plan: plan(from["plan"]),
    answerId: text(from["answer_id"]) || null,
    urgent: from["urgent"] === true,
  };
}

export function readHistory(value: unknown): Message[] {
  return list(fields(value)["messages"]).map(readMessage);
}

export function readReceipt(value: unknown): Receipt {
  const from = fields(value);
  return {
    receipt: text(from["receipt"]),
    messages: count(fields(from["removed"])["messages"]),
  };
}

/** Returns the code and the sentence of an error. */
export function readProblem(value: unknown): { code: string; message: string } {
  const from = fields(value);
  return { code: text(from["code"]) || "unknown", message: text(from["message"]) };
}

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

export function text(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : "";
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns a tag that the browser's own formatting takes; it throws on any other. */
export function languageTag(value: unknown): string {
  try {
    return Intl.getCanonicalLocales(text(value))[0] ?? "en";
  } catch {
    return "en";
  }
}

function count(value: unknown): number {
  return typeof value === "number" && value > 0 ? Math.floor(value) : 0;
}

function texts(value: unknown): Record<string, string> {
  const pairs = Object.entries(fields(value)).filter(([, word]) => typeof word === "string");
  return Object.fromEntries(pairs) as Record<string, string>;
}

function time(value: unknown): Date {
  const read = new Date(text(value));
  return Number.isNaN(read.getTime()) ? new Date() : read;
}

function choices(value: unknown): Choice[] {
  return list(value)
    .map(fields)
    .map((from) => ({ title: text(from["title"]), payload: text(from["payload"]) }))
    .filter((choice) => choice.title && choice.payload);
}

function source(value: unknown): Source | null {
  const from = fields(value);
  const name = text(from["name"]);
  return name ? { name, year: text(from["year"]), url: text(from["url"]) || null } : null;
}

function plan(value: unknown): Plan | null {
  const from = fields(value);
  const rows = list(from["rows"])
    .map(list)
    .map(([name, content]) => [text(name), text(content)] as const)
    .filter(([name]) => name);
  return rows.length ? { title: text(from["title"]), rows } : null;
}

function isThere<T>(value: T | null): value is T {
  return value !== null;
}
