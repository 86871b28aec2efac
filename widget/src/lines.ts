/** Yields each line of a stream of JSON lines as soon as it is complete. */
export async function* jsonLines(
  body: ReadableStream<Uint8Array>,
  received: () => void,
): AsyncGenerator<unknown> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      received();
      const parts = (rest + decoder.decode(value, { stream: true })).split("\n");
      // What follows the last line end is not complete yet. A line cut off for good is never read.
      rest = parts.pop() ?? "";
      for (const line of parts) if (line.trim()) yield JSON.parse(line);
    }
  } finally {
    // A stream that we leave early is given up, so that the browser closes the connection.
    void reader.cancel().catch(() => undefined);
  }
}
