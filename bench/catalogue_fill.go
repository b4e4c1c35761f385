package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/opendata"
	"airial/standards/theme"
)

const (
	catalogueMembers = 2000
	catalogueAreas   = 40
	fillStep         = 1000 // datasets written in one transaction
	atATime          = 10   // and in one statement: SQLite looks long for the names of many arguments
)

// subject is what made-up datasets are about.
type subject struct{ title, schema, keywords string }

var subjects = []subject{
	{"Subventions attribuées", "scdl/subventions", "subventions\nassociations"}, {"Budget primitif", "scdl/budget", "budget\nfinances"},
	{"Délibérations du conseil", "scdl/deliberations", "délibérations"}, {"Équipements sportifs", "scdl/equipements", "sport\néquipements"},
	{"Prénoms des nouveau-nés", "scdl/prenoms", "prénoms\nétat civil"}, {"Marchés publics conclus", "", "commande publique\nmarchés publics"},
	{"Arbres remarquables", "", "arbres\nenvironnement"}, {"Menus des cantines scolaires", "", "cantine\nécole"},
	{"Bornes de recharge électrique", "", "énergie\nmobilité"}, {"Points d’apport volontaire", "", "déchets\ntri"},
	{"Stationnement et parkings", "", "mobilité\nstationnement"}, {"Pistes cyclables et aménagements", "", "vélo\ntransport"},
	{"Horaires des bibliothèques", "", "culture\nbibliothèque"}, {"Qualité de l’eau potable", "", "eau\nsanté"},
	{"Consommation d’énergie des bâtiments", "", "énergie\nbâtiments"}, {"Monuments et patrimoine bâti", "", "patrimoine\nculture"},
	{"Agenda des manifestations", "", "tourisme\nculture"}, {"Défibrillateurs accessibles", "", "santé"},
	{"Effectifs des écoles primaires", "", "éducation\nécole"}, {"Fréquentation de la piscine", "", "sport"},
	{"Plan local d’urbanisme : zonage", "", "urbanisme"}, {"Permis de construire délivrés", "", "urbanisme\nlogement"},
	{"Aires de jeux et jardins publics", "", "jardins"}, {"Relevés des capteurs de trafic", "", "transport\ntrafic"},
}

var (
	beginnings = []string{"Saint-", "Castel", "Mont", "Ville", "Pey", "Lur", "Bour", "Cam", "Gar", "Sainte-", "Tar", "Hor", "Mim", "Lab"}
	middles    = []string{"ar", "en", "os", "ul", "ess", "ign", "oub", "er", "ac", "iv", "ad", "ontr", "eyr", "ast", "ouch", "iz"}
	endings    = []string{"ac", "osse", "ans", "ède", "is", "un", "ets", "ieu", "igny", "ence", "oux", "et", "el", "an", "ières", "os"}
)

// invented is a name that may well be that of a place.
func invented(r *rand.Rand) string {
	pick := func(of []string) string { return of[r.IntN(len(of))] }
	name := pick(beginnings)
	for range 1 + r.IntN(2) {
		name += pick(middles)
	}
	return name + pick(endings)
}

// body is a member of the made-up catalogue.
type body struct{ id, name, slug, siren string }

// territory adds members: some EPCI, and communes that belong to them.
func territory(ctx context.Context, g *app.Ground) (bodies, areas []body, err error) {
	r := rand.New(rand.NewPCG(1, 7))
	err = g.Doors.Write(ctx, access.System("bench"), func(tx access.Tx) error {
		for n := range catalogueAreas + catalogueMembers {
			m := organisation.Member{Siren: sirenOf(n), Name: invented(r), Kind: organisation.Commune, Population: 100 + r.IntN(20_000)}
			if n < catalogueAreas {
				m.Name, m.Kind = "Communauté de communes de "+m.Name, organisation.EPCI
			} else {
				m.GroupID = areas[n%catalogueAreas].id
			}
			m, err := organisation.Add(ctx, tx, m)
			if err != nil {
				return err
			}
			b := body{m.ID, m.Name, m.Slug, m.Siren}
			if bodies = append(bodies, b); n < catalogueAreas {
				areas = append(areas, b)
			}
		}
		return nil
	})
	return bodies, areas, err
}

// shelve publishes made-up datasets, so many of them, straight into the records: a
// deposit each would take hours. Their files are named, and are not there.
func shelve(ctx context.Context, g *app.Ground, bodies []body, from, to int) error {
	columns, err := json.Marshal([]opendata.Column{{Name: "date", Type: "date", Title: i18n.T("Date", "Date")},
		{Name: "libelle", Type: "text", Title: i18n.T("Libellé", "Label")}, {Name: "montant", Type: "number", Title: i18n.T("Montant", "Amount")}})
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(2, uint64(from)))
	for ; from < to; from += fillStep {
		err := g.Doors.Write(ctx, access.System("bench"), func(tx access.Tx) error {
			var f filling
			for n := from; n < min(from+fillStep, to); n++ {
				f.add(tx, r, n, bodies[r.IntN(len(bodies))], string(columns))
			}
			return f.write(ctx, tx)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// filling are rows of tables, to be written together.
type filling struct{ pieces, versions, datasets, editions, words, listed [][]any }

func (f *filling) add(tx access.Tx, r *rand.Rand, n int, m body, columns string) {
	of, year := subjects[r.IntN(len(subjects))], 2014+r.IntN(13)
	d := opendata.Dataset{ID: tx.NewID(), MemberID: m.id, Title: fmt.Sprintf("%s %d, %s", of.title, year, m.name), Rows: int64(10 + r.IntN(5000)),
		Keywords: strings.Split(of.keywords, "\n"), Licence: "lov2"}
	d.Schema.Name = of.schema
	version, at := tx.NewID(), time.Date(year, time.Month(1+r.IntN(12)), 1+r.IntN(28), 9, 0, n%60, n, time.UTC)
	if now := tx.Clock().Now(); at.After(now) {
		at = now.Add(-time.Duration(r.IntN(1_000_000)) * time.Second)
	}
	micros, digest := clock.Micros(at), fmt.Sprintf("%064x", n)
	description := fmt.Sprintf("%s de %s en %d, au lieu-dit %s. Le fichier est tenu par le service de %s et mis à jour chaque année.",
		of.title, m.name, year, invented(r), subjects[r.IntN(len(subjects))].title)
	where := ""
	if r.IntN(3) == 0 {
		where = opendata.Formats[len(opendata.Formats)-1]
	}
	var themes []string
	for _, t := range theme.Of(of.schema, d.Keywords...) {
		themes = append(themes, string(t))
	}
	f.pieces = append(f.pieces, []any{d.ID, m.id, "dataset", d.Title, "active", 1, micros, text.Fold(d.Title)})
	f.versions = append(f.versions, []any{version, d.ID, m.id, 1, digest, 5000, "fichier.csv", of.schema, "system", "", "bench", micros})
	f.datasets = append(f.datasets, []any{d.ID, m.id, fmt.Sprint(text.Slug(of.title), "-", n), d.Title, description, d.Licence, "ANNUAL", of.keywords, "published",
		version, 1, of.schema, "", d.Rows, micros, micros, micros, 0, "", "", text.SortKey(d.Title)})
	f.editions = append(f.editions, []any{version, d.ID, m.id, 1, of.schema, "", columns, "[]", d.Rows, digest, 4000, digest, 3000, micros, 0,
		"fichier.csv", digest, 5000, 1, "-"})
	f.words = append(f.words, []any{n + 1, d.ID, text.Index(d.Title), text.Index(m.name, description, of.keywords, of.schema, "date libellé montant label amount")})
	f.listed = append(f.listed, []any{n + 1, d.ID, m.id, of.schema, d.Rows, micros, strings.Join([]string{theme.Edition(), d.Licence, strings.Join(themes, ","), where}, "|")})
}

func (f *filling) write(ctx context.Context, tx access.Tx) error {
	for _, t := range []struct {
		into string
		rows [][]any
	}{
		{"piece (id, member_id, kind, title, state, latest, created_at, search_text)", f.pieces},
		{"version (id, piece_id, member_id, number, digest, size, file_name, profile, actor_kind, actor_id, actor_name, created_at)", f.versions},
		{"dataset (piece_id, member_id, slug, title, description, licence, frequency, keywords, state, version_id, number, schema_name, schema_version," +
			" row_count, created_at, issued_at, modified_at, hidden_at, hidden_why, hidden_note, sort_key)", f.datasets},
		{"edition (version_id, piece_id, member_id, number, schema_name, schema_version, columns_json, preview_json, row_count, csv_digest, csv_size," +
			" parquet_digest, parquet_size, issued_at, retracted_at, file_name, digest, size, shown, extent)", f.editions},
		{"dataset_words (id, piece_id, title, words)", f.words},
		{"dataset_listed (words_id, piece_id, member_id, schema_name, row_count, modified_at, facets)", f.listed},
	} {
		for some := range slices.Chunk(t.rows, atATime) {
			var values strings.Builder
			var args []any
			for i, row := range some {
				if i > 0 {
					values.WriteString(",")
				}
				for j, v := range row {
					args = append(args, v)
					values.WriteString(map[bool]string{true: "(", false: ","}[j == 0])
					fmt.Fprintf(&values, "$%d", len(args))
				}
				values.WriteString(")")
			}
			if _, err := tx.Exec(ctx, "insert into "+t.into+" values "+values.String(), args...); err != nil {
				return fmt.Errorf("%s: %w", t.into, err)
			}
		}
	}
	_, err := tx.Exec(ctx, `insert into dataset_turn (words_id, stands_for) values ($1, $2)`, f.words[len(f.words)-1][0], len(f.words))
	return err
}
