// What the field `schema` of each kind of output says, apart from the schemas, which take a while to load. Adding fields to
// an output keeps its name; changing or removing one needs a new number.
export const REPORT_SCHEMA = "escape-report/report/2";
/** Written before machine code was read: escapes lack what it shows. */
export const TEXT_REPORT_SCHEMA = "escape-report/report/1";
export const DIFF_SCHEMA = "escape-report/diff/2";
export const GATE_SCHEMA = "escape-report/gate/2";
export const STORY_SCHEMA = "escape-report/story/1";
export const BLAME_SCHEMA = "escape-report/blame/1";
export const CHECK_SCHEMA = "escape-report/check/1";
export const LEAKS_SCHEMA = "escape-report/leaks/1";
export const PROCESS_SCHEMA = "escape-report/process/1";
export const PROFILE_SCHEMA = "escape-report/profile/1";
export const PROVE_SCHEMA = "escape-report/prove/1";
export const TRY_SCHEMA = "escape-report/try/1";
