/**
 * Modules that stories are drawn from. What was wrong in the first set was mended, as whole kinds; the second, ten modules
 * that nothing was looked at before, counts.
 */
export const SETS = {
  mended: [
    "github.com/gorilla/mux@v1.8.1",
    "github.com/go-chi/chi/v5@v5.2.1",
    "github.com/pelletier/go-toml/v2@v2.2.3",
    "github.com/rs/zerolog@v1.33.0",
    "github.com/urfave/cli/v2@v2.27.5",
    "github.com/yuin/goldmark@v1.7.8",
    "github.com/prometheus/common@v0.60.1",
    "github.com/elliotchance/orderedmap/v3@v3.1.0",
    "github.com/gorilla/websocket@v1.5.3",
    "github.com/expr-lang/expr@v1.17.2",
    "github.com/spf13/cobra@v1.9.1",
    "github.com/go-playground/validator/v10@v10.26.0",
    "github.com/segmentio/kafka-go@v0.4.47",
  ],
  counted: [
    "github.com/mitchellh/mapstructure@v1.5.0",
    "github.com/robfig/cron/v3@v3.0.1",
    "github.com/Masterminds/semver/v3@v3.3.1",
    "github.com/go-sql-driver/mysql@v1.9.2",
    "github.com/jedib0t/go-pretty/v6@v6.6.7",
    "github.com/evanphx/json-patch/v5@v5.9.11",
    "github.com/miekg/dns@v1.1.65",
    "github.com/alecthomas/participle/v2@v2.1.4",
    "go.etcd.io/bbolt@v1.4.0",
    "github.com/sirupsen/logrus@v1.9.3",
  ],
};
