import { diffFindings } from "../findings/index.js";
import { annotations } from "../services/annotations.js";
import type { DiffRenderer } from "./context.js";

/** Workflow commands that annotate in GitHub what is new, and what has another cause. */
export const github: DiffRenderer = {
  render: (context) => annotations(diffFindings(context.diff), context),
};
