// Package airial has no code of its own: this test keeps the doors of the
// house shut. Each rule says why.
package airial

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "airial/"

// A door says what the rooms below a folder may import of ours.
type door struct {
	room string
	may  []string
	why  string
}

// doors are tried in order: the first whose room holds the file counts.
var doors = []door{
	{"standards", []string{"standards"}, "public standards are pure libraries, of use to anybody without our house"},
	{"privacy", []string{"privacy", "standards"}, "finding personal data is pure: what it needs is handed to it"},
	{"web", nil, "the assets are files, and know nothing of the program"},
	{"internal/platform", []string{"internal/platform", "web"}, "the platform is what any server needs, and no word of the domain"},
	{"internal/commons", []string{"internal/commons", "internal/platform", "standards"}, "what services share must not know them"},
	{"internal/services", []string{"own", "internal/commons", "internal/platform", "standards", "privacy"},
		"a service never stands on another: what it needs it declares as an interface, and app hands it in"},
	{"internal/client", []string{"internal/platform/i18n"}, "the command line's client uses the public interface, as anybody's would"},
	{"internal/app", []string{"internal/commons", "internal/platform", "internal/services", "standards", "privacy", "web"},
		"app puts the rooms together; nothing stands on it but the commands and the demonstration"},
	{"internal/demo/world", []string{"standards"}, "the invented world is pure, and the same everywhere"},
	{"internal/demo", []string{"internal/demo", "internal/app", "internal/commons", "internal/platform", "internal/services"},
		"the demonstration goes through the same rooms as anything real"},
	{"cmd", []string{"internal/app", "internal/client", "internal/commons", "internal/demo", "internal/platform", "internal/services/check", "internal/services/clear/scan", "internal/services/clear/remove"},
		"a command is thin: it reads its flags and calls a room"},
	{"e2e", []string{"standards", "internal/platform/database/databasetest", "internal/platform/s3/s3test"},
		"the whole system is tried from outside; only the servers that it stands on are started from within"},
	{"bench", []string{"internal", "standards", "privacy"}, "benchmarks may measure any room"},
	{"oracles", []string{"standards"}, "what other programs are asked is made by the pure libraries"},
}

// keepers are the only rooms that may import a library.
var keepers = map[string]struct{ room, why string }{
	"github.com/duckdb/duckdb-go":    {"internal/platform/tables", "whatever comes from outside is parsed in Go: DuckDB opens only files that we made"},
	"github.com/jackc/pgx":           {"internal/platform/database", "rooms speak portable SQL through a transaction"},
	"modernc.org/sqlite":             {"internal/platform/database", "rooms speak portable SQL through a transaction"},
	"github.com/go-sql-driver/mysql": {"internal/platform/foreign", "other programs' databases are read in one place, and never written"},
	"github.com/pressly/goose":       {"internal/platform/database", "each room hands in its schema, one place applies them"},
	"github.com/alexedwards/scs":     {"internal/commons/user", "one room knows who is signed in"},
	"github.com/minio/minio-go":      {"internal/platform/s3", "one room knows how an object store fails, and tries again"},
	"github.com/go-webauthn":         {"internal/commons/user", "one room knows how people prove who they are"},
	"github.com/coreos/go-oidc":      {"internal/commons/oidc", "one room speaks to identity providers"},
	"golang.org/x/oauth2":            {"internal/commons/oidc", "one room speaks to identity providers"},
	"rsc.io/qr":                      {"internal/commons/user", "only an authenticator reads a square of ours"},
	"github.com/wneessen/go-mail":    {"internal/platform/mail", "letters are jobs of the queue, never sent on the spot"},
	"filippo.io/age":                 {"internal/platform/backup", "what is sealed in the database is the keys' affair; backups must be readable without us"},
	"github.com/danielgtaylor/huma":  {"internal", "the pure libraries know no network"},
	"text/template":                  {"nowhere", named},
	"html/template":                  {"nowhere", named},
	"github.com/alecthomas/kong":     {"nowhere", named},
	"github.com/spf13/cobra":         {"nowhere", named},
	"github.com/urfave/cli":          {"nowhere", named},
}

// named is why some libraries stay out: templ and command do the same.
const named = "it calls methods by names that are only known when the program runs, for which the linker would keep every method of every type"

// names are what only some rooms may say.
var names = []struct{ pkg, name, room, why string }{
	{"time", "Now", "internal/platform/clock", "the clock is injected, so that tests and the demonstration can live at another date"},
	{"database/sql", "DB", "internal/platform/database", "only access opens transactions; stores receive a Tx"},
	{"database/sql", "Open", "internal/platform/database", "only access opens transactions; stores receive a Tx"},
	{"airial/internal/platform/database", "Transactor", "internal/platform", "only access opens transactions, under a scope"},
	{"airial/internal/platform/database", "SeeAll", "internal/commons/access", "only a scope decides which rows a transaction is shown"},
	{"airial/internal/platform/database", "SeeMembers", "internal/commons/access", "only a scope decides which rows a transaction is shown"},
	{"airial/internal/platform/database", "Under", "internal/commons/access", "only a scope decides which rows a transaction is shown"},
	{"airial/internal/platform/database", "Open", "internal/app", "an installation is opened in one place"},
}

func init() {
	const why = "the network is closed by default: outbound connects to what the configuration names, and to nothing else"
	for _, name := range []string{"net Dial", "net DialTimeout", "net Dialer", "net/http Client", "net/http DefaultClient",
		"net/http DefaultTransport", "net/http Transport", "net/http Get", "net/http Head", "net/http Post", "net/http PostForm", "crypto/tls Dial", "crypto/tls Dialer"} {
		pkg, name, _ := strings.Cut(name, " ")
		names = append(names, struct{ pkg, name, room, why string }{pkg, name, "internal/platform/outbound", why})
		for _, outside := range []string{"bench", "e2e", "oracles"} { // they ask the server as anybody does
			exempt[outside+" "+pkg[strings.LastIndexByte(pkg, '/')+1:]+"."+name] = true
		}
	}
}

// exempt may use a name all the same.
var exempt = map[string]bool{
	"internal/commons/access database.Transactor": true, // it is the room that opens them
	"internal/platform/database database.Open":    true,
	"internal/platform/tables sql.DB":             true, // DuckDB, which holds no records
	"internal/platform/foreign sql.DB":            true, // another program's, which is only read
	"bench time.Now":                              true, // it measures
	"e2e time.Now":                                true,
	"internal/client time.Now":                    true,
	"internal/client http.DefaultClient":          true, // a person's command, not the server
	"internal/client http.Client":                 true,
	"internal/platform/telemetry http.Client":     true, // it is handed in
	"internal/commons/oidc http.Client":           true, // likewise
	"internal/platform/s3 http.Transport":         true, // contacts the one store that a setting names
	"internal/platform/s3 net.Dialer":             true,
}

func TestDoors(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "var" || strings.HasPrefix(d.Name(), ".") && path != ".") {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, ".go") && path != "doors_test.go" {
			files++
			inspect(t, filepath.ToSlash(path))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Fatalf("only %d files were looked at: the test no longer sees the house", files)
	}
}

func inspect(t *testing.T, path string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return
	}
	room, test := filepath.ToSlash(filepath.Dir(path)), strings.HasSuffix(path, "_test.go") || strings.HasSuffix(filepath.Dir(path), "test")
	imported := map[string]string{} // local name → path
	for _, spec := range file.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Error(err)
			continue
		}
		local := target[strings.LastIndexByte(target, '/')+1:]
		if spec.Name != nil {
			local = spec.Name.Name
		}
		imported[local] = target
		if !test {
			passes(t, path, room, target)
		}
	}
	if test {
		return
	}
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := selector.X.(*ast.Ident)
		if !ok {
			return true
		}
		for _, rule := range names {
			if imported[x.Name] == rule.pkg && selector.Sel.Name == rule.name && !within(room, rule.room) &&
				!exempt[topRoom(room)+" "+x.Name+"."+rule.name] && !exempt[room+" "+x.Name+"."+rule.name] {
				t.Errorf("%s says %s.%s, which belongs to %s: %s", path, x.Name, rule.name, rule.room, rule.why)
			}
		}
		return true
	})
}

func passes(t *testing.T, path, room, target string) {
	for library, keeper := range keepers {
		if within(target, library) && !within(room, keeper.room) {
			t.Errorf("%s imports %s, which %s alone may: %s", path, target, keeper.room, keeper.why)
		}
	}
	ours, ok := strings.CutPrefix(target, module)
	if !ok {
		return
	}
	for _, d := range doors {
		if !within(room, d.room) {
			continue
		}
		for _, allowed := range d.may {
			if allowed == "own" {
				allowed = own(room)
			}
			if within(ours, allowed) {
				return
			}
		}
		t.Errorf("%s imports %s: %s", path, target, d.why)
		return
	}
	t.Errorf("%s lies in no room that this test knows", path)
}

// own is the service's own room: internal/services/NAME.
func own(room string) string {
	parts := strings.SplitN(room, "/", 4)
	return strings.Join(parts[:min(3, len(parts))], "/")
}

func topRoom(room string) string { return strings.SplitN(room, "/", 2)[0] }

func within(path, room string) bool { return path == room || strings.HasPrefix(path, room+"/") }
