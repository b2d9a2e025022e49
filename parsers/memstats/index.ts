export { type MemStats, MemStatsParser } from "./memstats.js";
