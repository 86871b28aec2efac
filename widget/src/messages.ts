/** What a conversation is made of, once it has been read from the wire. */

export interface Choice {
  readonly title: string;
  readonly payload: string;
}

export interface Source {
  readonly name: string;
  readonly year: string;
  readonly url: string | null;
}

export interface Plan {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}

export interface Message {
  readonly id: string;
  readonly from: "visitor" | "bot";
  readonly text: string;
  readonly time: Date;
  readonly choices: readonly Choice[];
  readonly sources: readonly Source[];
  readonly plan: Plan | null;
  /** Names the answer when the visitor says whether it helped; null when that is not asked. */
  readonly answerId: string | null;
  readonly urgent: boolean;
}

/** A message that the visitor wrote or chose, until the server has answered it. */
export interface Draft {
  /** Made here, once; the server answers the same id only once. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What is shown: the words typed, or the title of the choice. */
  readonly text: string;
  /** What is sent in place of the words, for a choice. */
  readonly payload: string | null;
  /** True once we stopped trying: only the visitor sends it now. */
  readonly held: boolean;
}

/** How far a draft has come. Without a delivery, a message has arrived. */
export interface Delivery {
  readonly state: "sending" | "waiting" | "held";
  /** True when nothing came back the last time; false while it only queues, or was refused. */
  readonly network: boolean;
  /** The server's own sentence about what is wrong; may be empty. */
  readonly problem: string;
}

export interface Receipt {
  readonly receipt: string;
  readonly messages: number;
}

export interface Config {
  readonly title: string;
  /** The language that the bot and the clinic's notices speak, as a BCP 47 tag. */
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  readonly strings: Readonly<Record<string, string>>;
  readonly theme: Readonly<Record<string, string>>;
  readonly messageCharacters: number;
  readonly botNotice: string;
  readonly emergencyNotice: string;
  readonly storageNotice: string;
  readonly emergencyNumber: string;
  readonly clinicName: string;
  readonly clinicPhone: string;
  /** Further numbers to be made pressable where a message names them. */
  readonly phones: readonly string[];
  readonly suggestions: readonly Choice[];
}

/** The message that a draft looks like in the conversation. */
export function asMessage(draft: Draft): Message {
  return { ...BARE, id: draft.id, text: draft.text, time: new Date(draft.at) };
}

const BARE: Omit<Message, "id" | "text" | "time"> = {
  from: "visitor",
  choices: [],
  sources: [],
  plan: null,
  answerId: null,
  urgent: false,
};
