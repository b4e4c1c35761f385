package app

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/address"
	"airial/internal/services/duty"
	"airial/internal/services/nothing"
	"airial/internal/services/opendata"
	"airial/standards/bal"
	"airial/standards/catalogue"
)

// dutyPages is the room of what members owe to publish.
func (a *App) dutyPages(desk *console.Console) {
	room := NewDuty(a.Doors)
	room.API(a.Interface)
	room.Pages(desk, func(ctx context.Context, page ui.Page, body templ.Component) templ.Component {
		return a.site().Dress(ctx, page, "", body)
	}).Register(a.Routes)
}

// NewDuty puts the room together, for the server and for commands beside it.
func NewDuty(doors *access.Doors) *duty.Service { return duty.New(doors, dutyAnswers{}) }

// dutyAnswers is what is published and declared, as the room of duties wants it.
type dutyAnswers struct{}

func (dutyAnswers) Published(ctx context.Context, tx access.Tx, schemas []string, member string) ([]duty.Published, error) {
	list, err := opendata.Titles(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	any := slices.Contains(schemas, "*")
	slugs := map[string]string{}
	if member != "" {
		m, err := organisation.Get(ctx, tx, member)
		if err != nil {
			return nil, err
		}
		slugs[member] = m.Slug
	}
	var out []duty.Published
	for _, d := range list {
		if !any && !slices.Contains(schemas, d.Schema) {
			continue
		}
		held := nothing.Dataset{MemberID: d.MemberID, Title: d.Title, Modified: d.Modified}
		p := duty.Published{MemberID: d.MemberID, Schema: d.Schema, Title: d.Title, Modified: d.Modified, Covers: held.Covers}
		if slug := slugs[d.MemberID]; slug != "" {
			p.Href = "/p/" + slug + "/datasets/" + d.Slug
		}
		out = append(out, p)
	}
	sent, err := inNationalBase(ctx, tx, member)
	return append(out, sent...), err
}

// nationalBase is where anybody sees the addresses that the national base has.
const nationalBase = "https://adresse.data.gouv.fr/"

// inNationalBase lists the communes whose addresses were published from here by
// the national base.
func inNationalBase(ctx context.Context, tx access.Tx, member string) ([]duty.Published, error) {
	ids, err := address.InNationalBase(ctx, tx, member)
	var out []duty.Published
	for _, id := range ids {
		out = append(out, duty.Published{MemberID: id, Schema: bal.SchemaName, Title: "Base adresse nationale", Href: nationalBase, Covers: func(int) bool { return true }})
	}
	return out, err
}

func (dutyAnswers) Declared(ctx context.Context, tx access.Tx, member string) ([]duty.Declared, error) {
	f := nothing.Filter{Limit: 1_000_000}
	if member != "" {
		f.Members = []string{member}
	}
	list, err := nothing.List(ctx, tx, f)
	var out []duty.Declared
	for _, d := range list {
		if !strings.Contains(d.Period, "-") {
			out = append(out, duty.Declared{MemberID: d.MemberID, Schema: d.Schema, Year: nothing.Year(d.Period)})
		}
	}
	return out, err
}

func (dutyAnswers) Title(schema string) i18n.Text {
	for _, s := range (openDataGates{}).Schemas() {
		if s.Name == schema {
			return s.Title
		}
	}
	return i18n.T(schema, schema)
}

// DepositPath implements duty.Answers: a file that is there is deposited; under
// a schema of tables, the page also begins one.
func (dutyAnswers) DepositPath(siren, schema string) string {
	q := url.Values{"member": {siren}}
	if schema != "" && schema != "*" {
		q.Set("schema", schema)
	}
	return opendata.DepositPath + "?" + q.Encode()
}

// KeptPath implements duty.Answers.
func (dutyAnswers) KeptPath(siren, schema string) (string, i18n.Text) {
	if schema == bal.SchemaName {
		return address.Path(siren), i18n.T("Tenir la base adresse", "Keep the address base")
	}
	return "", i18n.Text{}
}

func (dutyAnswers) NilPath(siren, schema, period string) string {
	if _, known := catalogue.BuiltIn().Lookup(schema); !known {
		return ""
	}
	return nothing.PagePath + "?" + url.Values{"member": {siren}, "schema": {schema}, "period": {period}}.Encode()
}
