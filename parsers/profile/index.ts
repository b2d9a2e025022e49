export { detailOf, kindOf, languageOf } from "./kind.js";
export type { ForeignFormat, Frame, Integer, Label, Location, Mapping, Profile, ProfileResult } from "./profile.js";
export { readProfile } from "./read-profile.js";
