package nothing

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
)

// Declaration says that a member has nothing to publish.
type Declaration struct {
	ID       string
	MemberID string
	Schema   string // name in the catalogue
	Period   string // 2026, 2026-T1 or 2026-03
	Actor    access.Actor
	Declared time.Time
}

// Datasets is what this room needs of what is published.
type Datasets interface {
	// Open returns nil when the member may publish today.
	Open(ctx context.Context, tx access.Tx, member string) error
	// Schemas lists the schemas, in the order they are shown.
	Schemas() []Choice
	// Published lists what is public under a schema, of one member or of all
	// ("").
	Published(ctx context.Context, tx access.Tx, schema, member string) ([]Dataset, error)
}

// Choice is a schema to choose from.
type Choice struct {
	Name  string
	Title i18n.Text
}

// Dataset is a dataset that is public.
type Dataset struct {
	MemberID string
	Title    string
	Modified time.Time // its latest publication
}

// Service is the room, put together.
type Service struct {
	doors    *access.Doors
	datasets Datasets
}

// New puts the room together.
func New(doors *access.Doors, datasets Datasets) *Service { return &Service{doors, datasets} }

var periodForm = regexp.MustCompile(`^(\d{4})(?:-(?:T([1-4])|(0[1-9]|1[0-2])))?$`)

// Period reads a period as people write it ("2026", "2026-T1", "2026-Q1",
// "2026-03").
func Period(text string) (string, bool) {
	p := strings.Replace(strings.ToUpper(strings.TrimSpace(text)), "-Q", "-T", 1)
	return p, periodForm.MatchString(p)
}

// firstYear is the first for which anything may be declared: the duty to
// publish dates from the loi pour une République numérique of 7 October 2016.
const firstYear = 2016

// Year is the year of a period.
func Year(period string) int {
	n, _ := strconv.Atoi(period[:min(4, len(period))])
	return n
}

// Covers tells whether a dataset holds a year: its title says so; or names no
// year at all, and it was published in that year or later.
func (d Dataset) Covers(year int) bool { return d.covers(years.FindAllString(d.Title, -1), year) }

// covers is Covers, of a title whose years are known.
func (d Dataset) covers(named []string, year int) bool {
	if len(named) > 0 {
		return slices.Contains(named, strconv.Itoa(year))
	}
	return d.Modified.Year() >= year
}

// CoversPeriod tells whether a dataset holds a period, or some of it: its year,
// unless its title names months and none of them lies in the period.
func (d Dataset) CoversPeriod(period string) bool {
	if !d.Covers(Year(period)) {
		return false
	}
	first, last := monthsOf(period)
	named := false
	for _, word := range strings.FieldsFunc(text.Fold(d.Title), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if m := slices.Index(months, word) + 1; m > 0 {
			if m >= first && m <= last {
				return true
			}
			named = true
		}
	}
	return !named
}

// months are their names, folded.
var months = []string{"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"}

// monthsOf are the first and the last month of a period.
func monthsOf(period string) (first, last int) {
	_, part, _ := strings.Cut(period, "-")
	if quarter, ok := strings.CutPrefix(part, "T"); ok {
		n, _ := strconv.Atoi(quarter)
		return 3*n - 2, 3 * n
	}
	if n, err := strconv.Atoi(part); err == nil {
		return n, n
	}
	return 1, 12
}

var years = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// Known returns the schema of a name.
func (s *Service) Known(name string) (Choice, bool) {
	for _, c := range s.datasets.Schemas() {
		if c.Name == name || c.Name == "scdl/"+name {
			return c, true
		}
	}
	return Choice{}, false
}

// Declare records that a member has nothing to publish under a schema for a
// period. fresh is false when that stands already. Where something is published
// for that year, it is a Conflict unless anyway is set.
func (s *Service) Declare(ctx context.Context, tx access.Tx, member, schema, period string, anyway bool) (d Declaration, fresh bool, err error) {
	const op = "nothing.Declare"
	if err := tx.May(ctx, access.Publish, member); err != nil {
		return d, false, err
	}
	if err := s.datasets.Open(ctx, tx, member); err != nil {
		return d, false, err
	}
	known, ok := s.Known(schema)
	if !ok {
		return d, false, fault.New(fault.Invalid, op, "Choisissez un schéma du catalogue.", "Choose a schema of the catalogue.")
	}
	p, ok := Period(period)
	if !ok {
		return d, false, noPeriod(op)
	}
	if last := tx.Clock().Now().Year() + 1; Year(p) < firstYear || Year(p) > last {
		return d, false, fault.New(fault.Invalid, op, "Une déclaration porte sur une année de %[1]d à %[2]d.",
			"A declaration is about a year from %[1]d to %[2]d.", firstYear, last)
	}
	if d, ok, err = standing(ctx, tx, member, known.Name, p); err != nil || ok {
		return d, false, err
	}
	if !anyway {
		if err := s.contradicted(ctx, tx, member, known.Name, p); err != nil {
			return d, false, err
		}
	}
	d = Declaration{ID: tx.NewID(), MemberID: member, Schema: known.Name, Period: p, Actor: tx.Scope().Actor(), Declared: tx.Clock().Now()}
	if err := insert(ctx, tx, d); err != nil {
		return d, false, err
	}
	return d, true, tx.Record(ctx, "nothing.declared", member, d.ID, map[string]any{"schema": d.Schema, "period": d.Period})
}

func noPeriod(op string) error {
	return fault.New(fault.Invalid, op, "Écrivez une année (2026), un trimestre (2026-T1) ou un mois (2026-03).",
		"Write a year (2026), a quarter (2026-T1) or a month (2026-03).")
}

func (s *Service) contradicted(ctx context.Context, tx access.Tx, member, schema, period string) error {
	list, err := s.datasets.Published(ctx, tx.Elevated("nothing"), schema, member)
	if err != nil {
		return err
	}
	for _, d := range list {
		if d.CoversPeriod(period) {
			return fault.New(fault.Conflict, "nothing.Declare",
				"«\u00a0%[1]s\u00a0» est publié et semble couvrir %[2]s. Retirez-le s’il n’a pas lieu d’être, ou confirmez qu’il n’y a rien à publier.",
				"“%[1]s” is published and seems to cover %[2]s. Withdraw it if it should not be, or confirm that there is nothing to publish.", d.Title, period)
		}
	}
	return nil
}

// Undo takes a declaration back.
func (s *Service) Undo(ctx context.Context, tx access.Tx, id string) (Declaration, error) {
	const op = "nothing.Undo"
	d, err := get(ctx, tx, id)
	if err != nil {
		return d, err
	}
	if err := tx.May(ctx, access.Publish, d.MemberID); err != nil {
		return d, err
	}
	undone, err := undo(ctx, tx, id)
	if err != nil {
		return d, err
	}
	if !undone {
		return d, fault.New(fault.Conflict, op, "Cette déclaration est déjà annulée.", "This declaration is undone already.")
	}
	return d, tx.Record(ctx, "nothing.undone", d.MemberID, d.ID, map[string]any{"schema": d.Schema, "period": d.Period})
}

// Count says how members stand for a schema and a year.
type Count struct {
	Declared  []string // ids of members that have nothing to publish
	Published []string // that have published
	Silent    []string
}

// CountOf parts some members by what they have done for a schema and a year, or
// for any year (0).
// Who has both published and declared counts as published.
func (s *Service) CountOf(ctx context.Context, tx access.Tx, members []string, schema string, year int) (Count, error) {
	list, err := s.CountsOf(ctx, tx, members, schema, []int{year})
	if err != nil {
		return Count{}, err
	}
	return list[0], nil
}

// CountsOf is CountOf for several years, in their order, at the price of one.
func (s *Service) CountsOf(ctx context.Context, tx access.Tx, members []string, schema string, of []int) ([]Count, error) {
	list, err := s.datasets.Published(ctx, tx, schema, "")
	if err != nil {
		return nil, err
	}
	f := Filter{Schema: schema, Limit: 1_000_000}
	if len(of) == 1 {
		f.Year = of[0]
	}
	declarations, err := List(ctx, tx, f)
	if err != nil {
		return nil, err
	}
	named := make([][]string, len(list))
	for i, d := range list {
		named[i] = years.FindAllString(d.Title, -1)
	}
	out := make([]Count, len(of))
	for i, year := range of {
		out[i] = countIn(year, members, list, named, declarations)
	}
	return out, nil
}

func countIn(year int, members []string, list []Dataset, named [][]string, declarations []Declaration) (c Count) {
	published := map[string]bool{}
	for i, d := range list {
		if year == 0 || d.covers(named[i], year) {
			published[d.MemberID] = true
		}
	}
	declared := map[string]bool{}
	for _, d := range declarations {
		if year == 0 || Year(d.Period) == year {
			declared[d.MemberID] = true
		}
	}
	for _, m := range members {
		switch {
		case published[m]:
			c.Published = append(c.Published, m)
		case declared[m]:
			c.Declared = append(c.Declared, m)
		default:
			c.Silent = append(c.Silent, m)
		}
	}
	return c
}
