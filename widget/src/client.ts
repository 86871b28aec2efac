import { Deadline } from "./deadline.js";
import { Refused, TurnFailed, Unreachable } from "./failures.js";
import { jsonLines } from "./lines.js";
import type { Config, Draft, Message, Receipt } from "./messages.js";
import {
  fields,
  readConfig,
  readHistory,
  readMessage,
  readProblem,
  readReceipt,
  text,
} from "./wire.js";

/** How long a server may say nothing. The connector itself gives up a turn after 40 seconds. */
const ANSWER_SILENCE_MS = 45_000;
const REQUEST_SILENCE_MS = 15_000;

/** Speaks the connector's HTTP interface. Keeps nothing. */
export class ChatClient {
  readonly #base: string;

  /** `base` is the folder that the connector serves, with a slash at its end. */
  constructor(base: string) {
    this.#base = base;
  }

  config(language: string, signal: AbortSignal): Promise<Config> {
    const path = `config?lang=${encodeURIComponent(language)}`;
    return this.#json("GET", path, signal, readConfig);
  }

  /** Begins a conversation on the server and returns its token. */
  session(signal: AbortSignal): Promise<string> {
    return this.#json("POST", "session", signal, (value) => text(fields(value)["token"]), {
      body: {},
    });
  }

  history(token: string, signal: AbortSignal): Promise<Message[]> {
    return this.#json("GET", "history", signal, readHistory, { token });
  }

  erase(token: string, signal: AbortSignal): Promise<Receipt> {
    return this.#json("DELETE", "conversation", signal, readReceipt, { token });
  }

  async rate(token: string, rating: Rating, signal: AbortSignal): Promise<void> {
    const body = {
      answer_id: rating.answerId,
      helpful: rating.helpful,
      ...(rating.reason && { reason: rating.reason }),
    };
    await this.#exchange("POST", "feedback", signal, { token, body }, async () => undefined);
  }

  /** Sends one message, hands on each line of the answer, and returns when it is complete. */
  async send(
    token: string,
    draft: Draft,
    received: (message: Message) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const options = { token, body: messageBody(draft), silence: ANSWER_SILENCE_MS };
    await this.#exchange("POST", "messages", signal, options, (response, deadline) =>
      readAnswer(response, () => deadline.renew(), received),
    );
  }

  #json<T>(
    method: string,
    path: string,
    signal: AbortSignal,
    read: (value: unknown) => T,
    options: Options = {},
  ): Promise<T> {
    return this.#exchange(method, path, signal, options, async (response) =>
      read(await response.json()),
    );
  }

  /** One request and the reading of its answer, under one deadline. */
  async #exchange<T>(
    method: string,
    path: string,
    signal: AbortSignal,
    options: Options,
    read: (response: Response, deadline: Deadline) => Promise<T>,
  ): Promise<T> {
    const deadline = new Deadline(options.silence ?? REQUEST_SILENCE_MS, signal);
    try {
      const response = await fetch(this.#base + path, requestOf(method, options, deadline.signal));
      deadline.renew();
      if (!response.ok) throw await refusal(response);
      return await read(response, deadline);
    } catch (error) {
      if (error instanceof Refused || error instanceof TurnFailed) throw error;
      // Whatever else happens here (no route, aborted by the deadline, JSON cut off) is one thing
      // to the visitor: the answer did not arrive.
      throw new Unreachable(String(error));
    } finally {
      deadline.end();
    }
  }
}

export interface Rating {
  readonly answerId: string;
  readonly helpful: boolean;
  readonly reason: string;
}

/** The body of a message as the server will see it. Also measured before sending. */
export function messageBody(draft: Pick<Draft, "id" | "text" | "payload">): object {
  return draft.payload === null
    ? { id: draft.id, text: draft.text }
    : { id: draft.id, payload: draft.payload, title: draft.text };
}

interface Options {
  readonly token?: string;
  readonly body?: object;
  readonly silence?: number;
}

function requestOf(method: string, options: Options, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = {};
  if (options.token) headers["Authorization"] = `Bearer ${options.token}`;
  if (options.body) headers["Content-Type"] = "application/json";
  return {
    method,
    headers,
    signal,
    // The token is the only credential; the clinic's cookies are none of the chat's business.
    credentials: "omit",
    // A page with "no-referrer" would blank the Origin that the server checks.
    referrerPolicy: "strict-origin-when-cross-origin",
    ...(options.body && { body: JSON.stringify(options.body) }),
  };
}

async function refusal(response: Response): Promise<Refused> {
  const said = readProblem(await response.json().catch(() => null));
  const seconds = Number(response.headers.get("Retry-After"));
  return new Refused(response.status, said.code, said.message, (seconds || 0) * 1000);
}

async function readAnswer(
  response: Response,
  alive: () => void,
  received: (message: Message) => void,
): Promise<void> {
  let failure: TurnFailed | null = null;
  if (response.body) {
    for await (const line of jsonLines(response.body, alive)) {
      const kind = fields(line)["type"];
      if (kind === "message") received(readMessage(line));
      if (kind === "error") {
        const said = readProblem(line);
        failure = new TurnFailed(said.code, said.message);
      }
      if (kind === "end") {
        if (failure) throw failure;
        return;
      }
    }
  }
  throw new Unreachable("the answer broke off");
}
