// Loaded into a measured program with --import: writes the program's peak memory, in KiB, to file descriptor 3 at its end.
import { writeSync } from "node:fs";

process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));
