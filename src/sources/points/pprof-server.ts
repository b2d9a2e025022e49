import { open } from "node:fs/promises";
import { InputError, UsageError } from "../../errors.js";

/** A program's profiles over HTTP. */
export interface PprofServer {
  /** The address of its profiles, with a slash at its end. */
  readonly base: URL;
  readonly headers: Headers;
  /** How many milliseconds nothing may come. */
  readonly patience: number;
}

/** What is read of one answer at most. */
const MAX_BYTES = 1024 * 1024 * 1024;
/** A collection of a large heap and a text of many goroutines take a while. */
const PATIENCE_MS = 60_000;
/** For what takes no time. */
const LITTLE_PATIENCE_MS = 15_000;

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
  return { base, headers: readHeaders(headers), patience: PATIENCE_MS };
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
  { base, headers, patience }: PprofServer,
  query: string,
  file: string,
  signal: AbortSignal,
): Promise<boolean> {
  const url = new URL(query, base);
  const timer = new Deadline(signal, patience);
  try {
    const response = await request(url, headers, timer);
    if (response.status === 404) {
      await response.body?.cancel();
      return false;
    }
    checkAnswer(url, response);
    await saveBody(url, response, file, timer);
    return true;
  } finally {
    timer.end();
  }
}

async function saveBody(url: URL, response: Response, file: string, timer: Deadline): Promise<void> {
  const output = await open(file, "wx");
  try {
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      timer.renew();
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new InputError(`${url.href} answers with more than ${MAX_BYTES} bytes`);
      await output.write(chunk);
    }
  } catch (error) {
    if (error instanceof InputError || timer.interrupted) throw error;
    throw new InputError(`${url.href} broke off: ${reasonOf(error, timer)}. Is the program still running?`);
  } finally {
    await output.close();
  }
}

/** The command line of the program, by which its process is told from others; null where it is not served. */
export async function commandLine(
  { base, headers, patience }: PprofServer,
  signal: AbortSignal,
): Promise<string | null> {
  const timer = new Deadline(signal, Math.min(patience, LITTLE_PATIENCE_MS));
  const url = new URL("cmdline", base);
  try {
    const response = await request(url, headers, timer);
    if (response.status !== 200) {
      await response.body?.cancel();
      return null;
    }
    const text = await response.text();
    return text.length > 1 << 16 ? null : text;
  } catch (error) {
    if (error instanceof InputError || timer.interrupted) throw error;
    throw new InputError(`${url.href} broke off: ${reasonOf(error, timer)}. Is the program still running?`);
  } finally {
    timer.end();
  }
}

/**
 * Aborts when nothing comes for some time, or with another signal. (AbortSignal.any forgets a signal of
 * AbortSignal.timeout in Node 20, when the collector comes to it.)
 */
class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly stop = () => this.controller.abort(this.outer.reason);
  /** Whether time has run out. */
  over = false;

  constructor(
    private readonly outer: AbortSignal,
    readonly milliseconds: number,
  ) {
    this.timer = setTimeout(() => {
      this.over = true;
      this.controller.abort();
    }, milliseconds);
    if (outer.aborted) this.stop();
    else outer.addEventListener("abort", this.stop, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Whether it was the other signal. */
  get interrupted(): boolean {
    return this.outer.aborted;
  }

  /** Something came. */
  renew(): void {
    this.timer.refresh();
  }

  /** Has to be called. */
  end(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener("abort", this.stop);
  }
}

async function request(url: URL, headers: Headers, timer: Deadline): Promise<Response> {
  try {
    // A redirect could lead elsewhere with the headers.
    const response = await fetch(url, { headers, redirect: "manual", signal: timer.signal });
    timer.renew();
    return response;
  } catch (error) {
    if (timer.interrupted) throw error;
    throw new InputError(`${url.href} does not answer: ${reasonOf(error, timer)}. ${wayOn(url, error)}`);
  }
}

/** What to do about an answer that does not come. */
function wayOn(url: URL, error: unknown): string {
  const code = String((error as { readonly cause?: { readonly code?: unknown } }).cause?.code ?? "");
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return "Name the certificate's authority with NODE_EXTRA_CA_CERTS=FILE";
  }
  if (url.protocol === "https:" && /SSL|EPROTO/.test(code)) return `Is it served without TLS? http://${url.host}`;
  return `Is the program running there? ${HOW_TO_SERVE}`;
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

/** The message of an error of fetch, whose cause has the reason. One line. */
function reasonOf(error: unknown, { over, milliseconds }: Deadline): string {
  if (over) return `nothing came for ${milliseconds / 1000} s`;
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const message = cause instanceof Error && cause.message !== "" ? cause.message : error.message;
  return message.trim().split("\n", 1)[0] ?? "";
}
