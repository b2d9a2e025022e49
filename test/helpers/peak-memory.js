// Loaded before the command (node --import): writes down how much memory the process took at most, in kilobytes.
import { writeFileSync } from "node:fs";

process.on("exit", () => writeFileSync(process.env["PEAK_FILE"] ?? "peak", String(process.resourceUsage().maxRSS)));
