/**
 * Where pairs come from: a module, whose releases up to `last` become commits, or a repository, of whose first parents
 * those up to `commit` are taken.
 * @typedef {{ module: string, last: string }} Releases
 * @typedef {{ url: string, commit: string }} Repository
 */

/** Modules that no test knows, each with twenty releases or more. @type {readonly Releases[]} */
export const RELEASES = [
  { module: "github.com/onsi/gomega", last: "v1.44.0" },
  { module: "github.com/aws/smithy-go", last: "v1.28.9" },
  { module: "golang.org/x/crypto", last: "v0.59.0" },
  { module: "github.com/yuin/goldmark", last: "v1.8.7" },
  { module: "golang.org/x/oauth2", last: "v0.38.0" },
  { module: "github.com/go-playground/validator/v10", last: "v10.30.6" },
  { module: "github.com/valyala/fasthttp", last: "v1.78.0" },
  { module: "github.com/tdewolff/parse/v2", last: "v2.8.20" },
  { module: "github.com/miekg/dns", last: "v1.1.73" },
  { module: "github.com/zclconf/go-cty", last: "v1.20.0" },
  { module: "github.com/labstack/echo/v4", last: "v4.16.4" },
  { module: "github.com/pion/rtp", last: "v1.10.6" },
  { module: "github.com/pion/sctp", last: "v1.12.1" },
  { module: "github.com/pelletier/go-toml/v2", last: "v2.4.3" },
  { module: "github.com/RoaringBitmap/roaring/v2", last: "v2.30.0" },
  { module: "github.com/go-chi/chi/v5", last: "v5.5.0" },
  { module: "go.uber.org/zap", last: "v1.28.0" },
  { module: "google.golang.org/protobuf", last: "v1.36.12" },
];
