// Writes the pages that are made from the source. `npm run docs` builds first, and then calls this.
import { writeFileSync } from "node:fs";
import { causesPage } from "../dist/src/causes/catalogue-page.js";

writeFileSync(new URL("causes.md", import.meta.url), causesPage());
