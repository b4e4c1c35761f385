package request

import (
	"bytes"
	"context"
	_ "embed"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/term"
)

// Template is a letter to requesters, in French.
type Template struct {
	ID      string `yaml:"id"`
	Title   string `yaml:"title"`
	Body    string `yaml:"body"`
	Own     bool   `yaml:"-"` // worded by the operator
	Changer string `yaml:"-"`
}

//go:embed data/answers.yaml
var answersFile []byte

var letters = func() (l struct {
	Version string `yaml:"version"`
	Paths   struct {
		term.Source `yaml:",inline"`
		Body        string `yaml:"text"`
	} `yaml:"paths"`
	Answers []Template `yaml:"answers"`
}) {
	d := yaml.NewDecoder(bytes.NewReader(answersFile))
	d.KnownFields(true)
	if err := d.Decode(&l); err != nil {
		panic(err) // a test reads it
	}
	return l
}()

// withPaths adds the paths of complaint to a refusal that does not tell them.
func withPaths(answer string) string {
	lower := strings.ToLower(answer)
	if strings.Contains(lower, "cnil") && strings.Contains(lower, "tribunal") {
		return answer
	}
	return answer + "\n\n" + letters.Paths.Body
}

// Templates lists the letters, each in the operator's wording where there is one.
func Templates(ctx context.Context, tx access.Tx) ([]Template, error) {
	type own struct{ id, body, by string }
	list, err := database.All(ctx, tx, "request.Templates", func(r database.Row) (o own, err error) { return o, r.Scan(&o.id, &o.body, &o.by) },
		`select id, body, actor_name from register_request_text order by id`)
	out := slices.Clone(letters.Answers)
	for _, o := range list {
		if i := slices.IndexFunc(out, func(t Template) bool { return t.ID == o.id }); i >= 0 {
			out[i].Body, out[i].Own, out[i].Changer = o.body, true, o.by
		}
	}
	return out, err
}

var place = regexp.MustCompile(`\{[^{}\n]*\}`)

// places are what a letter may have between braces.
var places = []string{"{nom}", "{reference}", "{collectivite}", "{reception}", "{droits}", "{echeance}", "{motif}", "{fondement}", "{raison}"}

// SetTemplate words a letter for all members; "" takes the program's wording
// again. The operator's data-protection officer and administrator may.
func SetTemplate(ctx context.Context, tx access.Tx, id, body string) error {
	const op = "request.SetTemplate"
	if s := tx.Scope(); !s.Has(access.ProtectionOfficer, access.Administrator) {
		return fault.Missing(op)
	}
	if !slices.ContainsFunc(letters.Answers, func(t Template) bool { return t.ID == id }) {
		return fault.Missing(op)
	}
	body = strings.TrimSpace(body)
	for _, p := range place.FindAllString(body, -1) {
		if !slices.Contains(places, p) {
			return fault.New(fault.Invalid, op, "%[1]s n’est pas connu. Ce qui peut être rempli\u202f: %[2]s.", "%[1]s is not known. What can be filled in: %[2]s.",
				p, strings.Join(places, " "))
		}
	}
	if _, err := database.Exec(ctx, tx, op, `delete from register_request_text where id = $1`, id); err != nil || body == "" {
		return err
	}
	a := tx.Scope().Actor()
	_, err := database.Exec(ctx, tx, op, `insert into register_request_text (id, body, at, actor_id, actor_name) values ($1,$2,$3,$4,$5)`,
		id, body, tx.Micros(), a.ID, a.Name)
	return err
}

// Fill writes a letter for a request.
func Fill(body string, r Request, member string) string {
	french := i18n.With(context.Background(), i18n.Locale{Lang: i18n.French})
	var kinds []string
	for _, k := range r.Kinds {
		if one, ok := KindOf(k); ok {
			kinds = append(kinds, strings.ToLower(one.Fr))
		}
	}
	reason := r.Reason
	switch {
	case r.State == Identity || reason == "" && r.IdentityWhy != "" && r.ExtendedWhy == "":
		reason = r.IdentityWhy
	case reason == "":
		reason = r.ExtendedWhy
	}
	g := groundOf(r.Ground)
	article := ""
	if g.Article != "" {
		article = "(" + g.Article + ")."
	}
	fill := strings.NewReplacer("{nom}", r.Requester.Name, "{reference}", r.Reference, "{collectivite}", member,
		"{reception}", i18n.Date(french, term.Date(r.ReceivedOn)), "{droits}", strings.Join(kinds, ", "),
		"{echeance}", i18n.Date(french, term.Date(r.DueOn)), "{motif}", strings.ToLower(g.Label.Fr), "{fondement}", article, "{raison}", reason)
	return fill.Replace(body)
}
