package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/outbound"
	"airial/standards/catalogue"
	"airial/standards/tableschema"
)

// SchemasArgs are the arguments of "airial schemas".
type SchemasArgs struct {
	Dir  string // where fetched schemas are kept
	Lang string // "fr" or "en"
}

// DefaultSchemas is the folder of the schemas that a person fetched.
func DefaultSchemas() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "airial", "schemas")
}

// ListSchemas is "airial schemas list".
func ListSchemas(args SchemasArgs, stdout io.Writer) error {
	c, err := catalogue.Open(args.Dir)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(stdout, 0, 4, 2, ' ', 0)
	all := c.All()
	for _, s := range all {
		title := s.Title.In(args.Lang)
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\n", s.Name, s.Version, len(s.Fields), title)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, pick(args.Lang, "%d schémas ; catalogue officiel du %s (%s)\n", "%d schemas; official catalogue of %s (%s)\n"),
		len(all), c.Date, c.Source)
	return err
}

// ErrUnknownSchema says that no schema has the name.
var ErrUnknownSchema = fault.New(fault.Invalid, "check.schemas", "Aucun schéma du catalogue n’a ce nom\u202f: airial schemas list les donne tous.",
	"No schema of the catalogue has this name: airial schemas list gives them all.")

// ShowSchema is "airial schemas show": the columns and rules of a schema, or
// its descriptor.
func ShowSchema(args SchemasArgs, name string, descriptor bool, stdout io.Writer) error {
	c, err := catalogue.Open(args.Dir)
	if err != nil {
		return err
	}
	s, err := readSchema(c, name)
	if errors.Is(err, errUnknownSchema) || err == nil && s == nil {
		return ErrUnknownSchema
	}
	if err != nil {
		return err
	}
	if descriptor {
		raw, err := s.Descriptor()
		if err == nil {
			_, err = fmt.Fprintf(stdout, "%s\n", raw)
		}
		return err
	}
	fmt.Fprintf(stdout, "%s %s  %s\n\n", s.Name, s.Version, s.Title.In(args.Lang))
	w := tabwriter.NewWriter(stdout, 0, 4, 2, ' ', 0)
	for i := range s.Fields {
		f := &s.Fields[i]
		kind := string(f.Type)
		if f.Format != "" {
			kind += " (" + f.Format + ")"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", f.Name, kind, strings.Join(rules(f, args.Lang), " ; "))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(s.PrimaryKey) > 0 {
		fmt.Fprintf(stdout, pick(args.Lang, "\nIdentifiant\u202f: %s\n", "\nIdentifier: %s\n"), strings.Join(s.PrimaryKey, ", "))
	}
	for _, k := range s.Checks {
		fmt.Fprintf(stdout, "%s\u202f: %s %s\n", tableschema.Title(k.Name, args.Lang), strings.Join(k.Columns, ", "), k.Op)
	}
	for _, warning := range s.Warnings {
		fmt.Fprintf(stdout, pick(args.Lang, "Avertissement pour l’auteur du schéma\u202f: %s\n", "Warning for the author of the schema: %s\n"), warning)
	}
	return nil
}

func pick(lang, fr, en string) string {
	if lang == "en" {
		return en
	}
	return fr
}

// rules names the constraints of a field in a few words.
func rules(f *tableschema.Field, lang string) []string {
	var out []string
	add := func(there bool, fr, en string, args ...any) {
		if there {
			out = append(out, fmt.Sprintf(pick(lang, fr, en), args...))
		}
	}
	c := &f.Constraints
	add(c.Required, "obligatoire", "required")
	add(c.Unique, "unique", "unique")
	add(c.Pattern != "", "motif %s", "pattern %s", c.Pattern)
	add(len(c.Enum) > 0, "parmi\u202f: %s", "one of: %s", strings.Join(c.Enum, " | "))
	add(c.Minimum != "", "minimum %s", "minimum %s", c.Minimum)
	add(c.Maximum != "", "maximum %s", "maximum %s", c.Maximum)
	if c.MinLength != nil {
		add(true, "%d caractères au moins", "at least %d characters", *c.MinLength)
	}
	if c.MaxLength != nil {
		add(true, "%d caractères au plus", "at most %d characters", *c.MaxLength)
	}
	return out
}

// UpdateSchemas is "airial schemas update": from is the address of the official
// catalogue, of a copy of it, or a folder that holds one. date is today's,
// YYYY-MM-DD.
func UpdateSchemas(ctx context.Context, args SchemasArgs, from, date string, stdout io.Writer) error {
	fetch, address := fetchFolder(from), filepath.Join(from, "schemas.json")
	if strings.HasPrefix(from, "https://") || strings.HasPrefix(from, "http://") {
		f, err := fetchAddress(ctx, from)
		if err != nil {
			return err
		}
		fetch, address = f, from
	}
	updates, err := catalogue.Refresh(args.Dir, address, date, fetch)
	if err != nil {
		cause := err
		if at := (*url.Error)(nil); errors.As(err, &at) {
			cause = at.Err
		}
		return &fault.Error{Kind: fault.Unavailable, Op: "check.UpdateSchemas", Cause: err, Say: i18n.T(
			"Le catalogue n’a pas pu être lu à l’adresse %[1]s (%[2]v). Rien n’a changé. Vérifiez --from, ou donnez-lui le dossier d’une copie.",
			"The catalogue could not be read at %[1]s (%[2]v). Nothing has changed. Verify --from, or give it the folder of a copy.", from, cause)}
	}
	changed, left := 0, 0
	for _, u := range updates {
		switch {
		case u.Err != nil:
			left++
			fmt.Fprintf(stdout, pick(args.Lang, "laissé de côté  %s %s\u202f: %v\n", "left out  %s %s: %v\n"), u.Name, u.Version, u.Err)
		case u.Changed && u.Was != u.Version:
			changed++
			fmt.Fprintf(stdout, "%s  %s → %s\n", u.Name, orDash(u.Was), u.Version)
		}
	}
	_, err = fmt.Fprintf(stdout, pick(args.Lang, "%d schémas lus, %d nouveaux, %d laissés de côté ; gardés dans %s\n",
		"%d schemas read, %d new, %d left out; kept in %s\n"), len(updates), changed, left, args.Dir)
	return err
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// fetchFolder finds the schemas of a copy of the catalogue: schemas.json, and
// each schema at its path, under its version or under latest.
func fetchFolder(dir string) catalogue.Fetch {
	return func(address string) ([]byte, error) {
		if filepath.Base(address) == "schemas.json" && !strings.Contains(address, "://") {
			return os.ReadFile(address)
		}
		u, err := url.Parse(address)
		if err != nil {
			return nil, err
		}
		rest := path.Clean("/" + strings.TrimPrefix(u.Path, "/schemas/"))
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(rest)))
		if !errors.Is(err, os.ErrNotExist) {
			return raw, err
		}
		parts := strings.Split(strings.TrimPrefix(rest, "/"), "/")
		if len(parts) < 4 {
			return nil, err
		}
		latest := append([]string{dir, parts[0], parts[1], "latest"}, parts[3:]...)
		return os.ReadFile(filepath.Join(latest...))
	}
}

// fetchAddress reads addresses of the host of the catalogue, and of no other.
func fetchAddress(ctx context.Context, from string) (catalogue.Fetch, error) {
	u, err := url.Parse(from)
	if err != nil {
		return nil, err
	}
	registry := outbound.New(outbound.Config{})
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	registry.Declare(u.Hostname()+":"+port, i18n.T("Catalogue des schémas", "Catalogue of schemas"))
	client := registry.Client("schemas", time.Minute)
	return func(address string) ([]byte, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, err
		}
		answer, err := client.Do(req)
		if err != nil {
			return nil, err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("%s: %s", address, answer.Status)
		}
		raw, err := io.ReadAll(io.LimitReader(answer.Body, maxDescriptor+1))
		if len(raw) > maxDescriptor {
			return nil, fmt.Errorf("%s: more than %d bytes", address, maxDescriptor)
		}
		return raw, err
	}, nil
}
