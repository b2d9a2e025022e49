import { readdir, readFile, readlink } from "node:fs/promises";
import type { DescriptorCounts, ProcessFacts } from "../../leaks/point.js";

/** A process of this machine, as /proc shows it. Linux only; elsewhere nothing is found. */
export interface LocalProcess {
  readonly pid: number;
}

/** Descriptors that are looked at one by one; of more only their number would take long. */
const MAX_DESCRIPTORS = 200_000;

/**
 * The process of this machine that serves an address: it listens at the port, and its command line is the one that it
 * serves itself. null where it is another machine's, a container's, or another user's.
 */
export async function findProcess(address: URL, commandLine: string | null): Promise<LocalProcess | null> {
  if (process.platform !== "linux" || commandLine === null || !isThisMachine(address.hostname)) return null;
  const port = Number(address.port) || (address.protocol === "https:" ? 443 : 80);
  const inodes = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const socket of await listening(table)) if (socket.port === port) inodes.add(`socket:[${socket.inode}]`);
  }
  if (inodes.size === 0) return null;
  for (const name of await readdir("/proc").catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const words = await readFile(`/proc/${name}/cmdline`, "latin1").catch(() => null);
    // The program joins its arguments with zeros, the system ends each with one.
    if (words === null || words.replace(/\0$/, "") !== Buffer.from(commandLine).toString("latin1")) continue;
    const targets = await descriptorTargets(Number(name));
    if (targets?.some((target) => inodes.has(target)) === true) return { pid: Number(name) };
  }
  return null;
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

interface ListeningSocket {
  readonly port: number;
  readonly inode: string;
}

/** Sockets that listen, by a table of /proc: the second column is the address, the fourth the state, the tenth the inode. */
async function listening(table: string): Promise<ListeningSocket[]> {
  const text = await readFile(table, "latin1").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const [, local = "", , state = "", , , , , , inode = ""] = columns;
    return state === "0A" ? { port: Number.parseInt(local.slice(local.lastIndexOf(":") + 1), 16), inode } : [];
  });
}

/** What the descriptors of a process lead to; null where that cannot be read. */
async function descriptorTargets(pid: number): Promise<string[] | null> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => null);
  if (names === null) return null;
  const targets: string[] = [];
  for (const name of names.slice(0, MAX_DESCRIPTORS)) {
    const target = await readlink(`${folder}/${name}`).catch(() => null);
    if (target !== null) targets.push(target);
  }
  return targets;
}

/** Descriptors by what they are, and the file that is open most often. */
export interface Descriptors {
  readonly counts: DescriptorCounts;
  readonly mostOpen: ProcessFacts["mostOpen"];
}

/** Counts the descriptors of a process; null where they cannot be read. */
export async function countDescriptors({ pid }: LocalProcess): Promise<Descriptors | null> {
  const targets = await descriptorTargets(pid);
  if (targets === null) return null;
  const tables = [`/proc/${pid}/net/tcp`, `/proc/${pid}/net/tcp6`];
  const inodes = new Set((await Promise.all(tables.map(listening))).flat().map(({ inode }) => `socket:[${inode}]`));
  const files = new Map<string, number>();
  let [sockets, listeners, others] = [0, 0, 0];
  for (const target of targets) {
    if (target.startsWith("/") && !target.startsWith("/dev/")) files.set(target, (files.get(target) ?? 0) + 1);
    else if (target.startsWith("socket:")) {
      sockets++;
      if (inodes.has(target)) listeners++;
    } else others++;
  }
  const [most] = [...files].sort(([, a], [, b]) => b - a);
  const open = [...files.values()].reduce((sum, count) => sum + count, 0);
  return {
    counts: { files: open, sockets, listening: listeners, others },
    mostOpen: most === undefined || most[1] < 2 ? null : { file: most[0], count: most[1] },
  };
}

/** What can be seen of a process without asking it. */
export interface Glance {
  readonly descriptors: number | null;
  /** Resident bytes. */
  readonly rss: number | null;
}

/** Looks at a process, quickly. */
export async function glanceAt(process: LocalProcess): Promise<Glance> {
  const names = await readdir(`/proc/${process.pid}/fd`).catch(() => null);
  return { descriptors: names?.length ?? null, rss: await residentBytes(process) };
}

/** Resident bytes of a process; null where they cannot be read. */
export async function residentBytes({ pid }: LocalProcess): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, "latin1").catch(() => "");
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}
