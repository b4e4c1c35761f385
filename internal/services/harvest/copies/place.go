package copies

import (
	"context"
	_ "embed"
	"net/url"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/mail"
	"airial/internal/platform/text"
)

//go:embed data/places.yaml
var placesFile []byte

var usual = func() (v struct {
	Read   string
	Places []struct{ Key, Name, Address, Contact, How string }
}) {
	if err := yaml.Unmarshal(placesFile, &v); err != nil {
		panic("copies: data/places.yaml: " + err.Error())
	}
	return v
}()

// DataGouv is what data.gouv.fr is known as in the program.
const DataGouv = "datagouv"

// Place is a platform that copies what is published here.
type Place struct {
	ID      string
	Kept    string // what it is known as in the program; "" for the operator's own
	Name    string
	Address string // of its site
	Contact string // e-mail address to which one writes; may be empty
	How     string // how it copies, and what to know
	Checked string // day on which this was last looked over, YYYY-MM-DD
	Retired bool   // it copies no more
}

const placeColumns = `id, kept, name, address, contact, how, checked_on, retired`

func scanPlace(r database.Row) (p Place, err error) {
	err = r.Scan(&p.ID, &p.Kept, &p.Name, &p.Address, &p.Contact, &p.How, &p.Checked, &p.Retired)
	return p, err
}

// Places lists them by name.
func Places(ctx context.Context, tx access.Tx) ([]Place, error) {
	list, err := database.All(ctx, tx.Elevated("copies"), "copies.Places", scanPlace, `select `+placeColumns+` from copies_place order by retired, id`)
	slices.SortStableFunc(list, func(a, b Place) int {
		if a.Retired != b.Retired {
			return int(database.Bool(a.Retired) - database.Bool(b.Retired))
		}
		return strings.Compare(text.SortKey(a.Name), text.SortKey(b.Name))
	})
	return list, err
}

// PlaceOf returns one.
func PlaceOf(ctx context.Context, tx access.Tx, id string) (Place, error) {
	return database.One(ctx, tx.Elevated("copies"), "copies.PlaceOf", scanPlace, `select `+placeColumns+` from copies_place where id = $1`, id)
}

// mayKeep asks whether the scope keeps the list.
func mayKeep(tx access.Tx, op string) error {
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.Administrator, access.OpenDataOfficer, access.ProtectionOfficer) {
		return fault.Missing(op)
	}
	return nil
}

// Install adds the platforms that are common, those that are not there yet.
func Install(ctx context.Context, tx access.Tx) (int, error) {
	const op = "copies.Install"
	if err := mayKeep(tx, op); err != nil {
		return 0, err
	}
	list, err := Places(ctx, tx)
	if err != nil {
		return 0, err
	}
	there := map[string]bool{}
	for _, p := range list {
		there[p.Kept] = true
	}
	n := 0
	for _, u := range usual.Places {
		if there[u.Key] {
			continue
		}
		if err := insert(ctx, tx, Place{Kept: u.Key, Name: u.Name, Address: u.Address, Contact: u.Contact, How: u.How, Checked: usual.Read}); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func insert(ctx context.Context, tx access.Tx, p Place) error {
	_, err := database.Exec(ctx, tx, "copies.insert", `insert into copies_place (`+placeColumns+`) values ($1,$2,$3,$4,$5,$6,$7,0)`,
		tx.NewID(), p.Kept, p.Name, p.Address, p.Contact, p.How, p.Checked)
	if err != nil {
		return err
	}
	return tx.Record(ctx, EventPlace, "", "", map[string]string{"name": p.Name})
}

// Save adds a platform, or changes one that has an id.
func Save(ctx context.Context, tx access.Tx, p Place) error {
	const op = "copies.Save"
	if err := mayKeep(tx, op); err != nil {
		return err
	}
	if err := p.check(); err != nil {
		return err
	}
	if p.ID == "" {
		return insert(ctx, tx, p)
	}
	n, err := database.Exec(ctx, tx, op, `update copies_place set name = $1, address = $2, contact = $3, how = $4, checked_on = $5, retired = $6 where id = $7`,
		p.Name, p.Address, p.Contact, p.How, p.Checked, database.Bool(p.Retired), p.ID)
	if err == nil && n == 0 {
		err = fault.Missing(op)
	}
	if err != nil {
		return err
	}
	return tx.Record(ctx, EventPlace, "", p.ID, map[string]string{"name": p.Name})
}

func (p Place) check() error {
	const op = "copies.check"
	u, err := url.Parse(p.Address)
	_, day := time.Parse("2006-01-02", p.Checked)
	switch {
	case strings.TrimSpace(p.Name) == "":
		return fault.New(fault.Invalid, op, "Donnez le nom de la plateforme.", "Give the platform’s name.")
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return fault.New(fault.Invalid, op, "L’adresse du site commence par https://.", "The site’s address begins with https://.")
	case p.Contact != "" && !mail.Plausible(p.Contact):
		return fault.New(fault.Invalid, op, "L’adresse de contact n’a pas la forme «\u00a0nom@domaine.fr\u00a0».", "The contact does not look like “name@domain.fr”.")
	case day != nil:
		return fault.New(fault.Invalid, op, "Donnez le jour de la vérification.", "Give the day of the verification.")
	}
	return nil
}
