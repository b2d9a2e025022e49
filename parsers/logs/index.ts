export { cleanLog, type LogFacts } from "./clean-log.js";
