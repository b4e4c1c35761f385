package model

import (
	"context"
	"fmt"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
)

// What the journal says of the library.
const (
	EventTerm        = "register.term"
	EventTermRemoved = "register.term-removed"
	EventMade        = "register.model-made"
	EventIssued      = "register.model-issued"
	EventRetired     = "register.model-retired"
	EventResumed     = "register.model-resumed"
)

// A Model is an entry of the operator's library.
type Model struct {
	ID      string
	Kind    Kind
	Code    string   // the operator's own: "EC01"
	Domain  string   // under which it stands in the library
	Bodies  []string // the kinds of member that it is meant for; none for all
	Name    i18n.Text
	Issued  int // number of the latest version; 0 before the first
	Made    time.Time
	Retired time.Time // zero while it is given to members
	// HasDraft tells that something is written for the next version.
	HasDraft bool
	// Used is how many members have it, Behind how many of them have not taken
	// the latest version over, Open how many have something to settle.
	Used, Behind, Open int
}

// For tells whether the model is meant for a kind of member.
func (m Model) For(kind string) bool {
	if len(m.Bodies) == 0 {
		return true
	}
	for _, b := range m.Bodies {
		if b == kind {
			return true
		}
	}
	return false
}

// A Draft is what is written for the next version of a model.
type Draft struct {
	Record  Record
	Rev     int // changes with each writing; 0 while nothing differs from the latest version
	Changed time.Time
	By      string
}

// A Version of a model never changes.
type Version struct {
	ModelID string
	Number  int
	Record  Record
	Note    string // what changed, for those who have it
	Issued  time.Time
	By      string
}

// Make adds a model with its first draft.
func Make(ctx context.Context, tx access.Tx, spec Spec, m Model, r Record) (Model, error) {
	const op = "model.Make"
	if err := ForOfficer(tx, op); err != nil {
		return m, err
	}
	m.Code = strings.TrimSpace(m.Code)
	if m.Code == "" || len(m.Code) > 40 {
		return m, fault.New(fault.Invalid, op, "Donnez au modèle un code court, par exemple EC01.", "Give the model a short code, for instance EC01.")
	}
	title := r.Get(spec.Title)
	if title.Empty() {
		return m, fault.New(fault.Invalid, op, "Donnez un nom au modèle.", "Give the model a name.")
	}
	if err := spec.Check(r); err != nil {
		return m, err
	}
	m.ID, m.Kind, m.Made, m.HasDraft = tx.NewID(), spec.Kind, tx.Clock().Now(), true
	m.Name = i18n.Text{Fr: title.Fr, En: title.In(i18n.English)}
	n, err := database.Exec(ctx, tx, op, `insert into register_model (id, kind, code, domain, bodies, name, name_en, sort_key, words, issued, made_at, retired_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,0,$10,0) on conflict (kind, code) do nothing`,
		m.ID, string(m.Kind), m.Code, m.Domain, strings.Join(m.Bodies, " "), m.Name.Fr, m.Name.En, text.SortKey(m.Name.Fr),
		searched(m.Name.Fr, m.Name.En, m.Code, m.Domain), tx.Micros())
	if err != nil {
		return m, err
	}
	if n == 0 {
		return m, fault.New(fault.Conflict, op, "Le code «\u00a0%[1]s\u00a0» est déjà celui d’un modèle.", "The code “%[1]s” is a model’s already.", m.Code)
	}
	if err := putDraft(ctx, tx, m.ID, 1, r); err != nil {
		return m, err
	}
	return m, tx.Record(ctx, EventMade, "", m.ID, map[string]any{"kind": m.Kind, "code": m.Code, "name": m.Name.Fr})
}

func putDraft(ctx context.Context, tx access.Tx, id string, rev int, r Record) error {
	by := tx.Scope().Actor()
	_, err := database.Exec(ctx, tx, "model.putDraft", `insert into register_draft (model_id, record, rev, changed_at, by_id, by_name)
		values ($1,$2,$3,$4,$5,$6) on conflict (model_id) do update set record = excluded.record, rev = excluded.rev,
			changed_at = excluded.changed_at, by_id = excluded.by_id, by_name = excluded.by_name`,
		id, Encode(r), rev, tx.Micros(), by.ID, by.Name)
	return err
}

const modelColumns = `m.id, m.kind, m.code, m.domain, m.bodies, m.name, m.name_en, m.issued, m.made_at, m.retired_at`

func scanModel(r database.Row) (m Model, err error) {
	var kind, bodies string
	var made, retired int64
	err = r.Scan(&m.ID, &kind, &m.Code, &m.Domain, &bodies, &m.Name.Fr, &m.Name.En, &m.Issued, &made, &retired)
	m.Kind, m.Bodies, m.Made, m.Retired = Kind(kind), strings.Fields(bodies), instant(made), instant(retired)
	return m, err
}

// GetModel returns a model. The library is no secret.
func GetModel(ctx context.Context, tx access.Tx, id string) (Model, error) {
	return database.One(ctx, tx, "model.GetModel", scanModel, `select `+modelColumns+` from register_model m where m.id = $1`, id)
}

// ByCode returns a model by its kind and code.
func ByCode(ctx context.Context, tx access.Tx, kind Kind, code string) (Model, error) {
	return database.One(ctx, tx, "model.ByCode", scanModel, `select `+modelColumns+` from register_model m where m.kind = $1 and m.code = $2`, string(kind), code)
}

// A Filter chooses models of the library.
type Filter struct {
	Kind    Kind
	Query   string
	Domain  string
	Retired bool // those out of use too
	Issued  bool // only those that have a version
	// Counted fills in how many members have each; who sees all members asks.
	Counted bool
}

// Models lists the library by domain and name.
func Models(ctx context.Context, tx access.Tx, f Filter) ([]Model, error) {
	const op = "model.Models"
	where, args := []string{"m.kind = $1"}, []any{string(f.Kind)}
	add := func(condition string, arg any) {
		args = append(args, arg)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	for _, word := range strings.Fields(text.Fold(f.Query)) {
		add(`m.words like $%d escape '\'`, "%"+text.EscapeLike(word)+"%")
	}
	if f.Domain != "" {
		add("m.domain = $%d", f.Domain)
	}
	if !f.Retired {
		where = append(where, "m.retired_at = 0")
	}
	if f.Issued {
		where = append(where, "m.issued > 0")
	}
	list, err := database.All(ctx, tx, op, scanModel, `select `+modelColumns+` from register_model m
		where `+strings.Join(where, " and ")+` order by m.code, m.sort_key`, args...)
	if err != nil || !f.Counted {
		return list, err
	}
	return list, countModels(ctx, tx, f.Kind, list)
}

func countModels(ctx context.Context, tx access.Tx, kind Kind, list []Model) error {
	at := map[string]*Model{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	err := database.Each(ctx, tx, "model.countModels", func(r database.Row) error {
		var id string
		var used, behind, open int
		if err := r.Scan(&id, &used, &behind, &open); err != nil {
			return err
		}
		if m := at[id]; m != nil {
			m.Used, m.Behind, m.Open = used, behind, open
		}
		return nil
	}, `select i.model_id, count(*), sum(case when i.version < m.issued then 1 else 0 end), sum(case when i.open_count > 0 then 1 else 0 end)
		from register_instance i join register_model m on m.id = i.model_id
		where i.kind = $1 and i.retired_at = 0 group by i.model_id`, string(kind))
	if err != nil {
		return err
	}
	return database.Each(ctx, tx, "model.countModels", func(r database.Row) error {
		var id string
		if err := r.Scan(&id); err != nil {
			return err
		}
		if m := at[id]; m != nil {
			m.HasDraft = true
		}
		return nil
	}, `select model_id from register_draft`)
}

// ReadDraft returns what is written for the next version, which is the latest
// one where nothing is.
func ReadDraft(ctx context.Context, tx access.Tx, id string) (Draft, error) {
	d, err := database.One(ctx, tx, "model.ReadDraft", func(r database.Row) (d Draft, err error) {
		var record string
		var changed int64
		if err := r.Scan(&record, &d.Rev, &changed, &d.By); err != nil {
			return d, err
		}
		d.Changed = instant(changed)
		d.Record, err = Decode(record)
		return d, err
	}, `select record, rev, changed_at, by_name from register_draft where model_id = $1`, id)
	if !fault.Is(err, fault.NotFound) {
		return d, err
	}
	m, err := GetModel(ctx, tx, id)
	if err != nil || m.Issued == 0 {
		return Draft{}, err
	}
	v, err := ReadVersion(ctx, tx, id, m.Issued)
	return Draft{Record: v.Record}, err
}

// SaveDraft writes what is to become the next version. rev is the one that the
// writer has seen: another one since is a Conflict.
func SaveDraft(ctx context.Context, tx access.Tx, spec Spec, id string, rev int, r Record) (Draft, error) {
	const op = "model.SaveDraft"
	if err := ForOfficer(tx, op); err != nil {
		return Draft{}, err
	}
	now, err := ReadDraft(ctx, tx, id)
	if err != nil {
		return now, err
	}
	if now.Rev != rev {
		return now, fault.New(fault.Conflict, op, "%[1]s a modifié ce modèle entre-temps. Comparez, puis choisissez.",
			"%[1]s changed this model in the meantime. Compare, then choose.", now.By)
	}
	title := r.Get(spec.Title)
	if title.Empty() {
		return now, fault.New(fault.Invalid, op, "Donnez un nom au modèle.", "Give the model a name.")
	}
	if err := spec.Check(r); err != nil {
		return now, err
	}
	if err := putDraft(ctx, tx, id, rev+1, r); err != nil {
		return now, err
	}
	now.Rev, now.Record = rev+1, r.Tidy()
	return now, nil
}

// DropDraft forgets what was written for the next version.
func DropDraft(ctx context.Context, tx access.Tx, id string) error {
	const op = "model.DropDraft"
	if err := ForOfficer(tx, op); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, `delete from register_draft where model_id = $1
		and model_id in (select id from register_model where issued > 0)`, id)
	return err
}

// Describe changes where a model stands in the library and for whom it is.
func Describe(ctx context.Context, tx access.Tx, id, domain string, bodies []string) error {
	const op = "model.Describe"
	if err := ForOfficer(tx, op); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, `update register_model set domain = $1, bodies = $2 where id = $3`, domain, strings.Join(bodies, " "), id)
	return err
}

// Retire takes a model out of what is given to members; those who have it keep
// it. Resume brings it back.
func Retire(ctx context.Context, tx access.Tx, id string) error {
	return setRetired(ctx, tx, id, tx.Micros(), EventRetired)
}

// Resume undoes Retire.
func Resume(ctx context.Context, tx access.Tx, id string) error {
	return setRetired(ctx, tx, id, 0, EventResumed)
}

func setRetired(ctx context.Context, tx access.Tx, id string, at int64, event string) error {
	const op = "model.Retire"
	if err := ForOfficer(tx, op); err != nil {
		return err
	}
	m, err := GetModel(ctx, tx, id)
	if err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, `update register_model set retired_at = $1 where id = $2`, at, id); err != nil {
		return err
	}
	return tx.Record(ctx, event, "", id, map[string]any{"kind": m.Kind, "code": m.Code})
}
