export { detailOf, kindOf, languageOf, type ProfileKind } from "./kind.js";
export type {
  ForeignFormat,
  Frame,
  Integer,
  Label,
  Location,
  Mapping,
  Profile,
  ProfileResult,
  Samples,
} from "./profile.js";
export { readProfile } from "./read-profile.js";
