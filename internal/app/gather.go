package app

import (
	"context"
	"slices"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/services/duty"
	"airial/internal/services/gather"
	"airial/internal/services/opendata"
	"airial/standards/catalogue"
)

// gathering puts the room of consolidated datasets together.
func (a *App) gathering() *gather.Service {
	return gather.New(gather.Settings{Doors: a.Doors, Blobs: a.Blobs, Tables: a.Tables, Queue: a.Queue, Shelf: gatherShelf{a.OpenData},
		Files: a.OpenData, Schemas: gatherSchemas{}, Answers: gatherAnswers{a}, Duties: gatherDuties{}, PublicURL: a.publicURL, Log: a.Log})
}

func (a *App) gatherPages(desk *console.Console) {
	a.Gather.API(a.Interface)
	a.Gather.Public(a.Routes, a.site())
	a.stories()
	a.Gather.Console(a.Routes, desk)
}

// gatherShelf is what is published, as the room of consolidations wants it.
type gatherShelf struct{ openData *opendata.Service }

func (gatherShelf) Schemas(ctx context.Context, tx access.Tx) ([]string, error) {
	return opendata.SchemasInUse(ctx, tx)
}

func (gatherShelf) Sources(ctx context.Context, tx access.Tx, schema string) ([]gather.Source, error) {
	list, err := opendata.SourcesUnder(ctx, tx, schema)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, x := range list {
		ids[i] = x.MemberID
	}
	members, err := membersByID(ctx, tx, ids)
	out := make([]gather.Source, len(list))
	for i, x := range list {
		out[i] = gatherSource(x, members[x.MemberID])
	}
	return out, err
}

func gatherSource(x opendata.Source, m organisation.Member) gather.Source {
	return gather.Source{Dataset: x.DatasetID, Member: x.MemberID, Title: x.Title, Licence: x.Licence, Version: x.VersionID, Number: x.Number,
		Issued: x.Issued, Rows: x.Rows, Parquet: x.Parquet.Digest, Siren: m.Siren, Name: m.Name, SortKey: m.SortKey()}
}

func (gatherShelf) Standing(ctx context.Context, tx access.Tx, versions []string) (map[string]gather.Source, error) {
	list, err := opendata.SourcesStanding(ctx, tx, versions)
	out := map[string]gather.Source{}
	for v, x := range list {
		out[v] = gatherSource(x, organisation.Member{})
	}
	return out, err
}

func (gatherShelf) SchemaOf(ctx context.Context, tx access.Tx, dataset string) (string, error) {
	d, err := opendata.Get(ctx, tx, dataset)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return "", nil
	}
	return d.Schema.Name, err
}

func (s gatherShelf) Show(ctx context.Context, tx access.Tx, id string, st gather.State, keep bool) (gather.Shown, error) {
	c := opendata.Composition{MemberID: st.Member, Title: st.Title, Description: st.Description, Keywords: []string{"consolidation", "territoire"},
		Licence: st.Licence, Frequency: "IRREG", Schema: opendata.SchemaRef{Name: st.Model.Name, Version: st.Model.Version}, Rows: st.Rows,
		FileName: st.Name, CSV: opendata.File(st.CSV), Parquet: opendata.File(st.Parquet), Preview: st.Preview}
	for _, x := range st.Columns {
		c.Columns = append(c.Columns, opendata.Column{Name: x.Name, Type: string(x.Type), Title: x.Title, Description: x.Description,
			Required: x.Required, Values: x.Values})
	}
	d, err := s.openData.Compose(ctx, tx, id, c, keep)
	return gather.Shown{Dataset: d.ID, Version: d.VersionID, Number: d.Number}, err
}

func (s gatherShelf) Mend(ctx context.Context, tx access.Tx, version string, st gather.State) error {
	return s.openData.Recompose(ctx, tx, version, st.Rows, opendata.File(st.CSV), opendata.File(st.Parquet), st.Preview)
}

func (s gatherShelf) Hide(ctx context.Context, tx access.Tx, id string) error {
	err := s.openData.Withdraw(ctx, tx.Elevated("gather"), id, "other", "L’opérateur a arrêté cette consolidation.")
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

func (s gatherShelf) Unhide(ctx context.Context, tx access.Tx, id string) error {
	err := s.openData.Restore(ctx, tx.Elevated("gather"), id)
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

func (gatherShelf) Page(ctx context.Context, tx access.Tx, id string) (string, error) {
	d, err := opendata.Get(ctx, tx, id)
	if err != nil {
		return "", err
	}
	m, err := organisation.Get(ctx, tx, d.MemberID)
	return opendata.PagePath(m, d), err
}

// gatherSchemas are the schemas, with the types under which their columns are
// published.
type gatherSchemas struct{}

func (gatherSchemas) Known(name string) (gather.Model, bool) {
	s, ok := catalogue.Lookup(name)
	if !ok || s.Name != name {
		return gather.Model{}, false
	}
	m := gather.Model{Name: s.Name, Version: s.Version, Title: i18n.Text(s.Title)}
	for i := range s.Fields {
		f := &s.Fields[i]
		m.Columns = append(m.Columns, gather.Column{Name: f.Name, Type: tables.Type(publishedType(f.Type, f)), Title: i18n.Text(f.Title),
			Description: i18n.Text(f.Description), Required: f.Constraints.Required, Values: f.Constraints.Enum})
	}
	return m, len(m.Columns) > 0
}

// gatherAnswers is who has published and who has declared to have nothing.
type gatherAnswers struct{ app *App }

func (g gatherAnswers) Of(ctx context.Context, tx access.Tx, schema string, years []int, members []organisation.Member) ([]gather.Answered, error) {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.ID
	}
	counts, err := g.app.nothing().CountsOf(ctx, tx, ids, schema, years)
	out := make([]gather.Answered, len(counts))
	for i, c := range counts {
		out[i] = gather.Answered{Published: set(c.Published), Nothing: set(c.Declared)}
	}
	return out, err
}

func set(ids []string) map[string]bool {
	out := map[string]bool{}
	for _, id := range ids {
		out[id] = true
	}
	return out
}

// gatherDuties tells who surely owes the publication of a schema.
type gatherDuties struct{}

func (gatherDuties) Owed(_ context.Context, tx access.Tx, schema string, year int, members []organisation.Member) (map[string]bool, error) {
	if !slices.ContainsFunc(duty.Rules().Rules, func(r *duty.Rule) bool { return slices.Contains(r.Schemas, schema) }) {
		return nil, nil // no rule speaks of it
	}
	if year == 0 { // all years together: what is owed now
		year = tx.Clock().Now().Year()
	}
	out, today := map[string]bool{}, access.Today(tx.Clock())
	for _, m := range members {
		out[m.ID], _ = duty.IsOwed(m.Attributes(), schema, strconv.Itoa(year), today)
	}
	return out, nil
}
