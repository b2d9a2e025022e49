import { diffFindings } from "../findings/index.js";
import { codeQuality } from "../services/code-quality.js";
import type { DiffRenderer } from "./context.js";

/** What is new or has another cause, as a code quality report of GitLab. */
export const gitlab: DiffRenderer = {
  render: (context) => codeQuality(diffFindings(context.diff), context),
};
