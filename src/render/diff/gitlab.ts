import { codeQuality } from "../code-quality.js";
import { diffFindings } from "../findings/index.js";
import type { DiffRenderer } from "./context.js";

/** What is new or has another cause, as a code quality report of GitLab. */
export const gitlab: DiffRenderer = {
  render: ({ diff, prefix = "" }) => codeQuality(diffFindings(diff), prefix),
};
