import { lookup as lookupAddress } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { networkInterfaces } from "node:os";
import { InputError, UsageError } from "../errors.js";

/** How long a server may say nothing. A profile after a collection takes seconds where the heap is large. */
const SILENCE_MS = 30_000;
/** Compressed bytes that are taken at most. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Where net/http/pprof serves what was allocated, and what of that lives. */
const DEFAULT_PATH = "/debug/pprof/allocs";

/** Whether an argument is an address and not a file. */
export function isUrl(argument: string): boolean {
  return /^https?:\/\//i.test(argument);
}

/** The address to ask: with the usual path where it has none. Throws {@link UsageError} for what is none. */
export function profileUrl(argument: string): URL {
  const url = URL.canParse(argument) ? new URL(argument) : null;
  if (url === null) throw new UsageError(`"${argument}" is no address. Name it as http://localhost:6060`);
  if (url.pathname === "/" || url.pathname === "/debug/pprof" || url.pathname === "/debug/pprof/") {
    url.pathname = DEFAULT_PATH;
  }
  return url;
}

/**
 * The bytes that a server answers with. Only this machine and private networks are asked, whatever a name leads to, and
 * redirections are not followed: an address in a script or a name server cannot send a run elsewhere.
 */
export async function* fetchProfile(url: URL, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const response = await get(url, signal);
  const { statusCode = 0, statusMessage = "" } = response;
  try {
    if (statusCode >= 300 && statusCode < 400) {
      throw new InputError(`${url} redirects, which is not followed: name the address itself`);
    }
    if (statusCode !== 200)
      throw new InputError(`${url} answers ${statusCode} ${statusMessage}.${hintFor(statusCode)}`);
    let bytes = 0;
    for await (const chunk of response) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new InputError(`${url} sends more than ${MAX_BYTES >> 20} MB, which is no profile`);
      yield chunk;
    }
    if (!response.complete) throw new InputError(`${url} broke off after ${bytes} bytes: try again`);
  } catch (error) {
    if (signal.aborted || error instanceof InputError) throw error;
    throw new InputError(`${url} cannot be read: ${messageOf(error)}`, { cause: error });
  } finally {
    response.destroy();
  }
}

function get(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0) checkAddress(host, host);
  return new Promise((resolve, reject) => {
    const request = url.protocol === "https:" ? httpsRequest : httpRequest;
    const sent = request(url, { signal, lookup: guardedLookup, timeout: SILENCE_MS }, resolve);
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${SILENCE_MS / 1000} seconds`)));
    sent.on("error", (error) => {
      if (signal.aborted || error instanceof UsageError) reject(error);
      else reject(new InputError(`${url} cannot be reached: ${messageOf(error)}. Does it import net/http/pprof?`));
    });
    sent.end();
  });
}

/** Looks a name up and connects to what was checked, so that a second answer cannot differ. */
const guardedLookup: LookupFunction = (host, options, callback) => {
  lookupAddress(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, []);
      return;
    }
    try {
      for (const { address } of addresses) checkAddress(host, address);
      const [first] = addresses;
      if (options.all === true || first === undefined) callback(null, addresses);
      else callback(null, first.address, first.family);
    } catch (refused) {
      callback(refused instanceof Error ? refused : new Error(String(refused)), []);
    }
  });
};

function checkAddress(host: string, address: string): void {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const isOwn = Object.values(networkInterfaces()).some((each) => each?.some((own) => own.address === address));
  if (isOwn || NEAR.check(address, family)) return;
  throw new UsageError(
    `${host} is neither this machine nor in a private network. Fetch the profile yourself: curl -o heap.pb.gz URL`,
  );
}

/** Loopback and private networks. Link-local addresses are not among them: clouds serve secrets there. */
const NEAR = new BlockList();
NEAR.addSubnet("127.0.0.0", 8);
NEAR.addSubnet("10.0.0.0", 8);
NEAR.addSubnet("172.16.0.0", 12);
NEAR.addSubnet("192.168.0.0", 16);
NEAR.addAddress("::1", "ipv6");
NEAR.addSubnet("fc00::", 7, "ipv6");

function hintFor(status: number): string {
  return status === 404 ? " Profiles are below /debug/pprof/ where net/http/pprof is imported." : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
