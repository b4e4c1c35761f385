package processor

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
	"airial/internal/services/register/model"
	"airial/standards/sirene"
)

// A Group is suppliers of members' own that are likely the same: they share a
// SIREN, or a name.
type Group struct {
	Key   string
	Name  string
	List  []model.Full
	Match string // the model of the catalogue that it is likely; "" for none
}

// key is what suppliers that are the same share.
func key(r model.Record) string {
	siren, _ := sirene.Compact(r.Get(fSiren).Fr)
	product := plain(r.Get(fName).Fr)
	if sirene.ValidSIREN(siren) {
		return siren + " " + product
	}
	return plain(r.Get(fSupplier).Fr) + " " + product
}

// plain is a name without its accents, signs, legal form and order of case.
func plain(name string) string {
	var out []string
	for _, w := range strings.FieldsFunc(text.Fold(name), func(r rune) bool { return r != '+' && (r < '0' || r > '9') && (r < 'a' || r > 'z') }) {
		if !slices.Contains([]string{"sa", "sas", "sarl", "sasu", "eurl", "scop", "ste", "societe", "logiciel", "la", "le", "de", "d", "l"}, w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// Own lists the suppliers of members' own, those that are likely the same
// together, the largest groups first.
func Own(ctx context.Context, tx access.Tx) ([]Group, error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind})
	if err != nil {
		return nil, err
	}
	models, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Issued: true})
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var out []Group
	for _, f := range list {
		if f.ModelID != "" {
			continue
		}
		k := key(f.Record)
		n, ok := at[k]
		if !ok {
			n, at[k] = len(out), len(out)
			g := Group{Key: k, Name: f.Record.Get(fName).Fr}
			for _, m := range models {
				if g.Match == "" && plain(m.Name.Fr) == plain(g.Name) {
					g.Match = m.ID
				}
			}
			out = append(out, g)
		}
		out[n].List = append(out[n].List, f)
	}
	slices.SortStableFunc(out, func(a, b Group) int {
		if len(a.List) != len(b.List) {
			return len(b.List) - len(a.List)
		}
		return strings.Compare(text.SortKey(a.Name), text.SortKey(b.Name))
	})
	return out, nil
}

// A Merge led members' own suppliers to the catalogue.
type Merge struct {
	ID, ModelID string
	Made        bool // the entry was made for it
	Name        string
	Count       int
	At          time.Time
	By          string
	Undone      time.Time
}

// MergeInto makes suppliers of members' own instances of an entry of the
// catalogue; of a new one, made of the first, where into is "". What a member
// wrote stays hers beside what the catalogue says. Where she has the entry
// already, her activities are led to it and her own goes out of use.
func (s *Service) MergeInto(ctx context.Context, tx access.Tx, ids []string, into string) (Merge, error) {
	const op = "processor.MergeInto"
	m := Merge{ID: tx.NewID(), ModelID: into, At: tx.Clock().Now(), Count: len(ids)}
	if err := model.ForOfficer(tx, op); err != nil {
		return m, err
	}
	if len(ids) == 0 {
		return m, wrong("supplier", "Choisissez au moins un fournisseur.", "Choose at least one supplier.")
	}
	first, err := model.Read(ctx, tx, ids[0])
	if err != nil {
		return m, err
	}
	if into == "" {
		if m.ModelID, err = promote(ctx, tx, first.Record, m.ID); err != nil {
			return m, err
		}
		m.Made = true
	}
	entry, err := model.GetModel(ctx, tx, m.ModelID)
	if err != nil {
		return m, err
	}
	m.Name = entry.Name.Fr
	by := tx.Scope().Actor()
	if _, err := database.Exec(ctx, tx, op, `insert into register_merge (id, model_id, made, name, count, merged_at, by_id, by_name, undone_at) values ($1,$2,$3,$4,$5,$6,$7,$8,0)`,
		m.ID, m.ModelID, database.Bool(m.Made), m.Name, m.Count, clock.Micros(m.At), by.ID, by.Name); err != nil {
		return m, err
	}
	for _, id := range ids {
		if err := s.lead(ctx, tx, m, id); err != nil {
			return m, err
		}
	}
	return m, tx.Record(ctx, EventMerged, "", m.ID, map[string]any{"model": m.ModelID, "suppliers": m.Count})
}

// promote makes an entry of the catalogue of a member's supplier: what is the
// supplier's, not what is the member's.
func promote(ctx context.Context, tx access.Tx, r model.Record, id string) (string, error) {
	record := model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	for _, p := range CatalogueSpec.Parts {
		for _, f := range p.Fields {
			if f.Name != fRemarks && f.Name != fVerified {
				record.Fields[f.Name] = r.Get(f.Name)
			}
		}
		for _, l := range p.Lists {
			for _, row := range r.Lists[l.Name] {
				cells := map[string]model.Value{}
				for _, c := range l.Cells {
					cells[c.Name] = row.Cells[c.Name]
				}
				record.Lists[l.Name] = append(record.Lists[l.Name], model.Row{Key: row.Key, Cells: cells})
			}
		}
	}
	code := "F" + strings.ToUpper(id[len(id)-8:])
	m, err := model.Make(ctx, tx, CatalogueSpec, model.Model{Code: code, Domain: "common"}, record.Tidy())
	if err != nil {
		return "", err
	}
	_, err = model.Issue(ctx, tx, CatalogueSpec, m.ID, "")
	return m.ID, err
}

// lead makes one supplier an instance of the entry, or gives way to the one that
// the member has.
func (s *Service) lead(ctx context.Context, tx access.Tx, m Merge, id string) error {
	const op = "processor.lead"
	f, err := model.Read(ctx, tx, id)
	if err != nil {
		return err
	}
	if f.Kind != Kind || f.ModelID != "" || !f.Retired.IsZero() {
		return fault.New(fault.Conflict, op, "«\u00a0%[1]s\u00a0» suit déjà le catalogue. Relisez la liste.", "“%[1]s” follows the catalogue already. Read the list again.", f.Name.Fr)
	}
	kept, _, err := model.Find(ctx, tx, model.Ask{Kind: Kind, Member: f.MemberID, Model: m.ModelID}, 1, 0)
	if err != nil {
		return err
	}
	before, keptID, uses := model.Encode(f.Record), "", []string{}
	if len(kept) > 0 {
		keptID = kept[0].ID
		if uses, err = s.Uses.Lead(ctx, tx, f.MemberID, f.ID, keptID, nil); err == nil {
			err = model.SetUse(ctx, tx, f.ID, false)
		}
	} else {
		_, err = model.Attach(ctx, tx, Spec, f.ID, m.ModelID, blend)
	}
	if err != nil {
		return err
	}
	after, err := model.Get(ctx, tx, f.ID)
	if err != nil {
		return err
	}
	list, err := json.Marshal(uses)
	if err != nil {
		return err
	}
	_, err = database.Exec(ctx, tx, op, `insert into register_merge_item (merge_id, instance_id, member_id, kept, uses, before, rev) values ($1,$2,$3,$4,$5,$6,$7)`,
		m.ID, f.ID, f.MemberID, keptID, string(list), before, after.Rev)
	return err
}

// blend is what a merged supplier says: the catalogue's name and supplier, what
// the member wrote elsewhere, and the rows of both.
func blend(version, own model.Record) model.Record {
	out := model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	for name, v := range version.Fields {
		out.Fields[name] = v
	}
	for name, v := range own.Fields {
		if name != fName && name != fSupplier && name != fSiren && !v.Empty() {
			out.Fields[name] = v
		}
	}
	for name, rows := range version.Lists {
		out.Lists[name] = slices.Clone(rows)
	}
	for name, rows := range own.Lists {
		list, _ := Spec.List(name)
		for _, row := range rows {
			same := func(x model.Row) bool { return plain(x.Cells[list.Title].Fr) == plain(row.Cells[list.Title].Fr) }
			if n := slices.IndexFunc(out.Lists[name], same); n >= 0 { // what the member found out there is hers
				cells := map[string]model.Value{}
				for c, v := range out.Lists[name][n].Cells {
					cells[c] = v
				}
				for c, v := range row.Cells {
					if !v.Empty() && c != list.Title {
						cells[c] = v
					}
				}
				out.Lists[name][n].Cells = cells
			} else {
				out.Lists[name] = append(out.Lists[name], row)
			}
		}
	}
	return out
}

// Merges lists what was merged, the latest first.
func Merges(ctx context.Context, tx access.Tx, limit int) ([]Merge, error) {
	return database.All(ctx, tx, "processor.Merges", scanMerge, `select `+mergeColumns+` from register_merge order by merged_at desc, id desc limit $1`, limit)
}

const mergeColumns = `id, model_id, made, name, count, merged_at, by_name, undone_at`

func scanMerge(r database.Row) (m Merge, err error) {
	var at, undone int64
	err = r.Scan(&m.ID, &m.ModelID, &m.Made, &m.Name, &m.Count, &at, &m.By, &undone)
	m.At = clock.FromMicros(at)
	if undone > 0 {
		m.Undone = clock.FromMicros(undone)
	}
	return m, err
}

// Unmerge takes a merge back: suppliers are their members' own again. One that
// somebody wrote in since keeps what it says now.
func (s *Service) Unmerge(ctx context.Context, tx access.Tx, id string) (Merge, error) {
	const op = "processor.Unmerge"
	if err := model.ForOfficer(tx, op); err != nil {
		return Merge{}, err
	}
	m, err := database.One(ctx, tx, op, scanMerge, `select `+mergeColumns+` from register_merge where id = $1`, id)
	if err != nil {
		return m, err
	}
	if !m.Undone.IsZero() {
		return m, fault.New(fault.Conflict, op, "Ce regroupement est déjà annulé.", "This merge is undone already.")
	}
	type item struct {
		instance, member, kept, uses, before string
		rev                                  int
	}
	list, err := database.All(ctx, tx, op, func(r database.Row) (i item, err error) {
		return i, r.Scan(&i.instance, &i.member, &i.kept, &i.uses, &i.before, &i.rev)
	}, `select instance_id, member_id, kept, uses, before, rev from register_merge_item where merge_id = $1 order by instance_id`, id)
	if err != nil {
		return m, err
	}
	for _, i := range list {
		f, err := model.Read(ctx, tx, i.instance)
		if fault.Is(err, fault.NotFound) { // the member has left
			continue
		}
		if err != nil {
			return m, err
		}
		if i.kept != "" {
			var uses []string
			if err := json.Unmarshal([]byte(i.uses), &uses); err != nil {
				return m, fault.Wrap(op, err)
			}
			if err := model.SetUse(ctx, tx, f.ID, true); err != nil {
				return m, err
			}
			if _, err := s.Uses.Lead(ctx, tx, i.member, i.kept, f.ID, uses); err != nil {
				return m, err
			}
			continue
		}
		record := f.Record
		if f.Rev == i.rev {
			if record, err = model.Decode(i.before); err != nil {
				return m, err
			}
		}
		if _, err := model.Detach(ctx, tx, Spec, f.ID, record); err != nil {
			return m, err
		}
	}
	if m.Made {
		if err := model.Retire(ctx, tx, m.ModelID); err != nil {
			return m, err
		}
	}
	m.Undone = tx.Clock().Now()
	if _, err := database.Exec(ctx, tx, op, `update register_merge set undone_at = $1 where id = $2`, clock.Micros(m.Undone), id); err != nil {
		return m, err
	}
	return m, tx.Record(ctx, EventUnmerged, "", id, map[string]any{"model": m.ModelID})
}
