package address

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/standards/bal"
)

// communeOnly refuses who has no addresses: only communes do, under their INSEE
// code.
func communeOnly(m organisation.Member) error {
	const op = "address.communeOnly"
	if m.Kind != organisation.Commune && m.Kind != organisation.CommuneNouvelle {
		return fault.New(fault.NotFound, op, "Seule une commune tient une base adresse locale.", "Only a commune keeps a local address base.")
	}
	if m.Insee == "" {
		return fault.New(fault.Conflict, op, "Le code INSEE de la commune n’est pas enregistré\u202f: demandez à l’opérateur de le compléter.",
			"The commune’s INSEE code is not recorded: ask the operator to add it.")
	}
	return nil
}

// Edit is one row to write. Was is the version that was shown; "" adds a row.
type Edit struct {
	Was    string
	Row    bal.Row
	Remove bool
}

// Stale is that a row was changed by somebody else meanwhile.
type Stale struct {
	Mine, Theirs bal.Row
	Was          string // the version that was shown
	Gone         bool   // it was removed
	Now          string // the version that stands; "" when it was removed
}

// Error implements error.
func (s *Stale) Error() string { return "address: changed meanwhile: " + s.Theirs.Label() }

// Write writes rows in one change. Of two people who write the same row, the
// second is told (Stale) and nothing of hers is written. none is true when
// nothing differs from what stands.
func Write(ctx context.Context, tx access.Tx, m organisation.Member, kind, about string, edits []Edit) (c Change, none bool, err error) {
	const op = "address.Write"
	if err := tx.May(ctx, access.Deposit, m.ID); err != nil {
		return c, false, err
	}
	if err := communeOnly(m); err != nil {
		return c, false, err
	}
	today := i18n.Local(tx.Clock().Now()).Format(time.DateOnly)
	type step struct {
		old *Row
		new *Row
	}
	var steps []step
	for _, e := range edits {
		var old *Row
		if e.Was != "" {
			if old, err = version(ctx, tx, m.ID, e); err != nil {
				return c, false, err
			}
			if !e.Remove && same(old.Row, e.Row) {
				continue
			}
		}
		s := step{old: old}
		if !e.Remove {
			if err := valid(op, e.Row); err != nil {
				return c, false, err
			}
			r := Row{ID: tx.NewID(), Row: e.Row}
			r.Changed, r.Address = today, r.ID
			if old != nil {
				r.Address, r.CommuneID, r.StreetID, r.AddressID, r.StreetCode = old.Address, old.CommuneID, old.StreetID, old.AddressID, old.StreetCode
			}
			s.new = &r
		}
		steps = append(steps, s)
	}
	if len(steps) == 0 {
		return c, true, nil
	}
	if err := begin(ctx, tx, m.ID); err != nil {
		return c, false, err
	}
	if c, err = putChange(ctx, tx, m.ID, kind, about); err != nil {
		return c, false, err
	}
	for _, s := range steps {
		if s.old != nil {
			if _, err := database.Exec(ctx, tx, op, `update address_row set gone_in = $1 where id = $2`, c.ID, s.old.ID); err != nil {
				return c, false, err
			}
		}
		if s.new != nil {
			if err := insertRow(ctx, tx, m.ID, c.ID, *s.new); err != nil {
				return c, false, err
			}
		}
	}
	return c, false, tx.Record(ctx, "address.changed", m.ID, c.ID, map[string]any{"kind": kind, "rows": len(steps)})
}

// version returns the version that an edit was made on, or what became of it.
func version(ctx context.Context, tx access.Tx, member string, e Edit) (*Row, error) {
	const op = "address.version"
	if !ident.Valid(e.Was) {
		return nil, fault.Missing(op)
	}
	live, err := database.All(ctx, tx, op, scanRow, `select `+rowColumns+` from address_row where id = $1 and member_id = $2 and gone_in = ''`, e.Was, member)
	if err != nil || len(live) == 1 {
		if err != nil {
			return nil, err
		}
		return &live[0], nil
	}
	now, err := database.All(ctx, tx, op, scanRow, `select `+rowColumns+` from address_row where member_id = $1 and gone_in = ''
		and address = (select address from address_row where id = $2 and member_id = $1)`, member, e.Was)
	if err != nil {
		return nil, err
	}
	s := &Stale{Mine: e.Row, Was: e.Was, Gone: len(now) == 0, Theirs: e.Row}
	if !s.Gone {
		s.Theirs, s.Now = now[0].Row, now[0].ID
	}
	return nil, s
}

// valid refuses what no address base can hold.
func valid(op string, r bal.Row) error {
	wrong := func(fr, en string) error {
		return fault.New(fault.Invalid, op, r.Label()+"\u202f: "+fr, r.Label()+": "+en)
	}
	switch n := len([]rune(r.Name)); {
	case n < 3 || n > 200:
		return fault.New(fault.Invalid, op, "Le nom d’une voie ou d’un lieu-dit a de 3 à 200 caractères.", "The name of a street or place has 3 to 200 characters.")
	case strings.ContainsAny(r.Name, "_\n\t"):
		return wrong("le nom contient un caractère qui n’est pas permis.", "the name holds a character that is not allowed.")
	case r.Number < 0 || r.Number > bal.Place:
		return wrong("un numéro va de 1 à 99998.", "a number goes from 1 to 99998.")
	case len([]rune(r.Suffix)) > 9 || r.Suffix != "" && !suffixForm.MatchString(r.Suffix):
		return wrong("le suffixe a au plus 9 lettres ou chiffres (bis, ter, a).", "the suffix has 9 letters or digits at most (bis, ter, a).")
	case r.Position != "" && bal.PositionOf(r.Position) != r.Position:
		return wrong("ce type de position n’existe pas.", "there is no such kind of position.")
	case r.Located && !bal.InFrance(r.Lon, r.Lat):
		return wrong("la position n’est pas en France\u202f: vérifiez que latitude et longitude ne sont pas échangées.", "the position is not in France: see that latitude and longitude are not exchanged.")
	}
	for _, p := range r.Parcels {
		if !parcelForm.MatchString(p) {
			return wrong("une parcelle s’écrit en 14 caractères, par exemple 40999000AB0123.", "a parcel has 14 characters, for instance 40999000AB0123.")
		}
	}
	return nil
}

// Rename gives a street or place another name, in all its rows. One that has
// the new name already is a Conflict unless merge.
func Rename(ctx context.Context, tx access.Tx, m organisation.Member, from, to string, names map[string]string, merge bool) (Change, bool, error) {
	const op = "address.Rename"
	to = strings.Join(strings.Fields(to), " ")
	rows, err := Rows(ctx, tx, m.ID, from)
	if err != nil {
		return Change{}, false, err
	}
	if len(rows) == 0 {
		return Change{}, false, fault.New(fault.NotFound, op, "Cette voie n’existe pas, ou plus.", "There is no such street, or no longer.")
	}
	if to != from && !merge {
		there, err := Rows(ctx, tx, m.ID, to)
		if err != nil {
			return Change{}, false, err
		}
		if len(there) > 0 {
			return Change{}, false, fault.New(fault.Conflict, op, "«\u00a0%[1]s\u00a0» existe déjà. Cochez «\u00a0réunir\u00a0» pour n’en faire qu’une.", "“%[1]s” exists already. Tick “unite” to make one of both.", to)
		}
	}
	edits := make([]Edit, len(rows))
	for i, r := range rows {
		r.Name = to
		r.Names = names
		edits[i] = Edit{Was: r.ID, Row: r.Row}
	}
	return Write(ctx, tx, m, "rename", fmt.Sprintf("%s → %s", from, to), edits)
}

// Certify certifies all numbers of a street, or all of the commune ("").
func Certify(ctx context.Context, tx access.Tx, m organisation.Member, street string) (Change, bool, error) {
	rows, err := Rows(ctx, tx, m.ID, street)
	if err != nil {
		return Change{}, false, err
	}
	var edits []Edit
	for _, r := range rows {
		if !r.Certified {
			r.Certified = true
			edits = append(edits, Edit{Was: r.ID, Row: r.Row})
		}
	}
	return Write(ctx, tx, m, "certify", street, edits)
}

// Import takes a file's rows in the place of all that stand. The rows are mended
// where that is sure; a row of another commune is refused.
func Import(ctx context.Context, tx access.Tx, m organisation.Member, name string, data []byte) (*bal.Report, Change, error) {
	const op = "address.Import"
	if err := tx.May(ctx, access.Deposit, m.ID); err != nil {
		return nil, Change{}, err
	}
	if err := communeOnly(m); err != nil {
		return nil, Change{}, err
	}
	f, err := bal.Read(data)
	switch {
	case err != nil:
		return nil, Change{}, &fault.Error{Kind: fault.Invalid, Op: op, Cause: err, Say: i18n.T("Ce fichier n’est pas un tableau CSV lisible, ou il dépasse 64 Mo. Prenez le fichier BAL au format CSV.",
			"This file is no table in CSV, or exceeds 64 MB. Take the BAL file in CSV.")}
	}
	report, rows := f.Check("", i18n.Local(tx.Clock().Now()))
	kept := rows[:0]
	for _, r := range rows {
		if r.Insee != "" && r.Insee != m.Insee {
			return report, Change{}, fault.New(fault.Invalid, op, "Ligne %[1]d\u202f: l’adresse est de la commune %[2]s, pas de %[3]s. Un fichier est celui d’une seule commune.",
				"Line %[1]d: the address is of commune %[2]s, not of %[3]s. A file is of one commune.", r.Line, r.Insee, m.Insee)
		}
		if r.Name != "" && r.Number >= 0 && report.Rows > 0 {
			kept = append(kept, r)
		}
	}
	if len(kept) == 0 || report.Counts["field.numero.missing"] > 0 {
		return report, Change{}, fault.New(fault.Invalid, op, "Aucune adresse n’a pu être lue\u202f: il faut au moins les colonnes voie_nom (ou toponyme) et numero.",
			"No address could be read: at least the columns voie_nom (or toponyme) and numero are needed.")
	}
	if err := begin(ctx, tx, m.ID); err != nil {
		return report, Change{}, err
	}
	c, err := putChange(ctx, tx, m.ID, "import", name)
	if err != nil {
		return report, c, err
	}
	if _, err := database.Exec(ctx, tx, op, `update address_row set gone_in = $1 where member_id = $2 and gone_in = ''`, c.ID, m.ID); err != nil {
		return report, c, err
	}
	for _, r := range kept {
		id := tx.NewID()
		if err := insertRow(ctx, tx, m.ID, c.ID, Row{ID: id, Address: id, Row: r}); err != nil {
			return report, c, err
		}
	}
	return report, c, tx.Record(ctx, "address.imported", m.ID, c.ID, map[string]any{"rows": len(kept), "profile": report.Profile})
}

var (
	suffixForm = regexp.MustCompile(`^[0-9A-Za-zÀ-ÖØ-öø-ÿ ]+$`)
	parcelForm = regexp.MustCompile(`^[0-9][0-9AB][0-9]{6}[0-9A-Z]{2}[0-9]{4}$`)
)
