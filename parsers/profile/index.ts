export { detailOf, kindOf, languageOf } from "./kind.js";
export type { Integer, Label, Location, Profile, ProfileResult } from "./profile.js";
export { readProfile } from "./read-profile.js";
