import { open } from "node:fs/promises";
import { InputError, UsageError } from "../../errors.js";

/** A program's profiles over HTTP. */
export interface PprofServer {
  /** The address of its profiles, with a slash at its end. */
  readonly base: URL;
  readonly headers: Headers;
}

/** What is read of one answer at most. */
const MAX_BYTES = 1024 * 1024 * 1024;
/** A collection of a large heap and a text of many goroutines take a while. */
const TIMEOUT_MS = 60_000;

const HOW_TO_SERVE =
  'The program needs `import _ "net/http/pprof"` and an HTTP server, such as go http.ListenAndServe("localhost:6060", nil)';

/** Whether an argument is an address and no file. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * Reads the address of a program: `http://localhost:6060`, or that of its profiles where they are served elsewhere.
 * `headers`: `Name: value` each.
 */
export function pprofServer(address: string, headers: readonly string[]): PprofServer {
  let base: URL;
  try {
    base = new URL(address);
  } catch {
    throw new UsageError(`${address} is no address. Name one such as http://localhost:6060`);
  }
  if (base.username !== "" || base.password !== "") {
    throw new UsageError("Give a password with --header 'Authorization: …', since addresses are printed");
  }
  base.search = "";
  base.hash = "";
  const path = base.pathname.replace(/\/+$/, "").replace(/\/(?:heap|allocs|goroutine|goroutineleak|cmdline)$/, "");
  base.pathname = `${path === "" ? "/debug/pprof" : path}/`;
  return { base, headers: readHeaders(headers) };
}

function readHeaders(lines: readonly string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(":");
    try {
      if (colon < 1) throw new TypeError("no colon");
      headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    } catch {
      // The value may be a secret, so that it is not shown.
      throw new UsageError(`--header "${line.slice(0, Math.max(0, colon))}…" is no header. Write 'Name: value'`);
    }
  }
  return headers;
}

/**
 * Saves a profile to a new file. Returns false where the server has none of this name. Anything else than a profile is an
 * {@link InputError} that says what came.
 */
export async function saveProfile(
  { base, headers }: PprofServer,
  query: string,
  file: string,
  signal: AbortSignal,
): Promise<boolean> {
  const url = new URL(query, base);
  const response = await request(url, headers, signal);
  if (response.status === 404) {
    await response.body?.cancel();
    return false;
  }
  checkAnswer(url, response);
  const output = await open(file, "wx");
  try {
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new InputError(`${url.href} answers with more than ${MAX_BYTES} bytes`);
      await output.write(chunk);
    }
  } catch (error) {
    if (error instanceof InputError || signal.aborted) throw error;
    throw new InputError(`${url.href} broke off: ${reasonOf(error)}. Is the program still running?`);
  } finally {
    await output.close();
  }
  return true;
}

/** The command line of the program, by which its process is told from others; null where it is not served. */
export async function commandLine({ base, headers }: PprofServer, signal: AbortSignal): Promise<string | null> {
  const response = await request(new URL("cmdline", base), headers, signal);
  if (response.status !== 200) {
    await response.body?.cancel();
    return null;
  }
  const text = await response.text();
  return text.length > 1 << 16 ? null : text;
}

async function request(url: URL, headers: Headers, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      headers,
      // A redirect could lead elsewhere with the headers.
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new InputError(
      `${url.href} does not answer: ${reasonOf(error)}. Is the program running there? ${HOW_TO_SERVE}`,
    );
  }
}

/** Throws for everything that is no profile. */
function checkAnswer(url: URL, { status, headers }: Response): void {
  const type = headers.get("content-type") ?? "";
  if (status >= 300 && status < 400) {
    const to = headers.get("location");
    throw new InputError(`${url.href} leads to ${to ?? "another address"}. Name the address that serves the profiles`);
  }
  if (status === 401 || status === 403) {
    throw new InputError(`${url.href} needs authorization (${status}): --header 'Authorization: Bearer …'`);
  }
  if (status !== 200) throw new InputError(`${url.href} answers with an error (${status}). ${HOW_TO_SERVE}`);
  if (/^text\/html/i.test(type)) {
    throw new InputError(`${url.href} answers with an HTML page and not with a profile. ${HOW_TO_SERVE}`);
  }
}

/** The message of an error of fetch, whose cause has the reason. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  return cause instanceof Error && cause.message !== "" ? cause.message : error.message;
}
