package adhesion

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
	"airial/standards/sirene"
)

// OpenData is the service of deposits and publication.
const OpenData = "opendata"

// What the journal says of what members subscribe to.
const (
	EventPrestation = "adhesion.prestation"
	EventScale      = "adhesion.scale"
	EventConvention = "adhesion.convention"
	EventSubscribed = "adhesion.subscribed"
	EventEnded      = "adhesion.ended"
)

// Prestation is something that the operator offers.
type Prestation struct {
	ID, Name, Description string
	Unit                  string // "an", "agent et par an": for people
	Service               string // OpenData, or "" for what opens no room
	ClosedOn              string // last day on which it is offered; "" while it is
}

// Dated is a scale with its year.
type Dated struct {
	Year int
	Scale
}

// Convention is an agreement between a member and the operator.
type Convention struct {
	ID, MemberID, Number string
	SignedOn             string
	File                 string // where the signed file is kept
	Deliberation         string // that approves it
	Siret                string // of the debtor; "" while it is not known
}

// Subscription is a prestation that a member has, under a convention.
type Subscription struct {
	ID, MemberID, PrestationID, ConventionID string
	From, Until                              string // Until "" while it lasts
	Alone                                    int64  // cents a year that it would cost the member alone, if the operator gives the figure
}

func forOperator(tx access.Tx, op string) error {
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.Administrator) {
		return fault.New(fault.Forbidden, op, "Seul l’administrateur de l’opérateur tient les adhésions.", "Only the operator’s administrator keeps what members subscribe to.")
	}
	return nil
}

func invalid(op, fr, en string, args ...any) error {
	return fault.New(fault.Invalid, op, fr, en, args...)
}

func isDay(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil }

// SavePrestation adds a prestation, or changes the one with its id.
func SavePrestation(ctx context.Context, tx access.Tx, p Prestation) (Prestation, error) {
	const op = "adhesion.SavePrestation"
	if err := forOperator(tx, op); err != nil {
		return p, err
	}
	p.Name = strings.TrimSpace(p.Name)
	switch {
	case p.Name == "":
		return p, invalid(op, "Donnez un nom à la prestation.", "Give the prestation a name.")
	case p.Service != "" && p.Service != OpenData:
		return p, invalid(op, "Ce service n’existe pas.", "There is no such service.")
	case p.ClosedOn != "" && !isDay(p.ClosedOn):
		return p, invalid(op, "La date de fin n’est pas une date.", "The last day is no date.")
	}
	if p.ID == "" {
		p.ID = tx.NewID()
	}
	if _, err := database.Exec(ctx, tx, op, `insert into prestation (id, name, description, unit, service, closed_on, sort_key)
		values ($1,$2,$3,$4,$5,$6,$7) on conflict (id) do update set name = excluded.name, description = excluded.description,
			unit = excluded.unit, service = excluded.service, closed_on = excluded.closed_on, sort_key = excluded.sort_key`,
		p.ID, p.Name, p.Description, p.Unit, p.Service, p.ClosedOn, text.SortKey(p.Name)); err != nil {
		return p, err
	}
	return p, tx.Record(ctx, EventPrestation, "", p.ID, map[string]any{"name": p.Name, "service": p.Service, "closed_on": p.ClosedOn})
}

// Prestations lists the catalogue by name. It is no secret.
func Prestations(ctx context.Context, tx access.Tx) ([]Prestation, error) {
	return database.All(ctx, tx, "adhesion.Prestations", func(r database.Row) (p Prestation, err error) {
		return p, r.Scan(&p.ID, &p.Name, &p.Description, &p.Unit, &p.Service, &p.ClosedOn)
	}, `select id, name, description, unit, service, closed_on from prestation order by sort_key, id`)
}

// SetScale gives a prestation its scale of a year.
func SetScale(ctx context.Context, tx access.Tx, prestation string, year int, s Scale) error {
	const op = "adhesion.SetScale"
	if err := forOperator(tx, op); err != nil {
		return err
	}
	if err := s.valid(op); err != nil {
		return err
	}
	if year < 2000 || year > 2200 {
		return invalid(op, "Indiquez une année, par exemple 2027.", "Give a year, for instance 2027.")
	}
	rule, err := json.Marshal(s)
	if err != nil {
		return fault.Wrap(op, err)
	}
	if _, err := database.Exec(ctx, tx, op, `insert into scale (prestation_id, year, rule, recorder, recorded_at, recorder_id) values ($1,$2,$3,$4,$5,$6)
		on conflict (prestation_id, year) do update set rule = excluded.rule, recorder = excluded.recorder, recorded_at = excluded.recorded_at,
			recorder_id = excluded.recorder_id`,
		prestation, year, string(rule), tx.Scope().Actor().Name, tx.Micros(), tx.Scope().Actor().ID); err != nil {
		return err
	}
	return tx.Record(ctx, EventScale, "", prestation, map[string]any{"year": year, "scale": s})
}

func (s Scale) valid(op string) error {
	numbers := []int64{s.Flat, s.PerInhabitant, s.PerAgent, s.Minimum, s.Maximum}
	last := 0
	for i, b := range s.Brackets {
		numbers = append(numbers, b.Flat, b.PerInhabitant)
		if b.UpTo == 0 && i < len(s.Brackets)-1 || b.UpTo != 0 && b.UpTo <= last {
			return invalid(op, "Les tranches doivent aller en croissant\u202f; la dernière peut être sans limite.", "Brackets must grow; the last may be without limit.")
		}
		last = b.UpTo
	}
	last = 0
	for i, c := range s.Coefficients {
		numbers = append(numbers, c.Percent)
		if c.UpTo == 0 && i < len(s.Coefficients)-1 || c.UpTo != 0 && c.UpTo <= last {
			return invalid(op, "Les coefficients doivent aller par population croissante.", "Coefficients must go by growing population.")
		}
		last = c.UpTo
	}
	for _, n := range numbers {
		if n < 0 || n > 1e12 {
			return invalid(op, "Les montants vont de 0 à 10 milliards d’euros.", "Amounts go from 0 to 10 billion euros.")
		}
	}
	if s.Maximum > 0 && s.Minimum > s.Maximum {
		return invalid(op, "Le minimum dépasse le maximum.", "The minimum exceeds the maximum.")
	}
	return nil
}

// Scales lists the scales of a prestation, the latest year first; of all ("")
// by prestation.
func Scales(ctx context.Context, tx access.Tx, prestation string) (map[string][]Dated, error) {
	out := map[string][]Dated{}
	err := database.Each(ctx, tx, "adhesion.Scales", func(r database.Row) error {
		var id, rule string
		var d Dated
		if err := r.Scan(&id, &d.Year, &rule); err != nil {
			return err
		}
		out[id] = append(out[id], d)
		return json.Unmarshal([]byte(rule), &out[id][len(out[id])-1].Scale)
	}, `select prestation_id, year, rule from scale where $1 = '' or prestation_id = $1 order by prestation_id, year desc`, prestation)
	return out, err
}

// Agree records a convention.
func Agree(ctx context.Context, tx access.Tx, c Convention) (Convention, error) {
	const op = "adhesion.Agree"
	if err := forOperator(tx, op); err != nil {
		return c, err
	}
	switch {
	case strings.TrimSpace(c.Number) == "":
		return c, invalid(op, "Donnez le numéro de la convention.", "Give the number of the convention.")
	case !isDay(c.SignedOn):
		return c, invalid(op, "Indiquez la date de signature.", "Give the day of signature.")
	case c.Siret != "" && !sirene.ValidSIRET([]byte(c.Siret)):
		return c, invalid(op, "Le SIRET «\u00a0%[1]s\u00a0» n’est pas valable\u202f: il compte 14 chiffres.", "SIRET “%[1]s” is not valid: it has 14 digits.", c.Siret)
	}
	c.ID = tx.NewID()
	if _, err := database.Exec(ctx, tx, op, `insert into convention (id, member_id, number, signed_on, file, deliberation, siret, recorder, recorded_at, recorder_id)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, c.ID, c.MemberID, c.Number, c.SignedOn, c.File, c.Deliberation, c.Siret,
		tx.Scope().Actor().Name, tx.Micros(), tx.Scope().Actor().ID); err != nil {
		return c, err
	}
	return c, tx.Record(ctx, EventConvention, c.MemberID, c.ID, map[string]any{"number": c.Number, "signed_on": c.SignedOn, "deliberation": c.Deliberation})
}

// Conventions lists the conventions of a member, or of all (""), the latest
// first. Who sees the member may ask.
func Conventions(ctx context.Context, tx access.Tx, member string) ([]Convention, error) {
	where, args := tx.Only("member_id", []any{member})
	return database.All(ctx, tx, "adhesion.Conventions", func(r database.Row) (c Convention, err error) {
		return c, r.Scan(&c.ID, &c.MemberID, &c.Number, &c.SignedOn, &c.File, &c.Deliberation, &c.Siret)
	}, `select id, member_id, number, signed_on, file, deliberation, siret from convention
		where ($1 = '' or member_id = $1) and `+where+` order by signed_on desc, id desc`, args...)
}

// Subscribe records that a member has a prestation from a day on, under its
// latest convention or the one given.
func Subscribe(ctx context.Context, tx access.Tx, s Subscription) (Subscription, error) {
	const op = "adhesion.Subscribe"
	if err := forOperator(tx, op); err != nil {
		return s, err
	}
	if s.ConventionID == "" {
		list, err := Conventions(ctx, tx, s.MemberID)
		if err != nil {
			return s, err
		}
		if len(list) == 0 {
			return s, invalid(op, "Enregistrez d’abord la convention.", "Record the convention first.")
		}
		s.ConventionID = list[0].ID
	}
	if !isDay(s.From) || s.Until != "" && !isDay(s.Until) {
		return s, invalid(op, "Indiquez le premier jour, et le dernier s’il est connu.", "Give the first day, and the last if it is known.")
	}
	if s.Until != "" && s.Until < s.From {
		return s, invalid(op, "Le dernier jour vient avant le premier.", "The last day comes before the first.")
	}
	if s.Alone < 0 {
		return s, invalid(op, "Un montant ne peut pas être négatif.", "An amount cannot be negative.")
	}
	n, err := database.Value[int](ctx, tx, op, `select count(*) from subscription where member_id = $1 and prestation_id = $2
		and (until_date = '' or until_date >= $3) and ($4 = '' or from_date <= $4)`, s.MemberID, s.PrestationID, s.From, s.Until)
	if err != nil {
		return s, err
	}
	if n > 0 {
		return s, fault.New(fault.Conflict, op, "La collectivité a déjà cette prestation à cette période. Mettez-y fin d’abord.",
			"The member has this prestation in that time already. End it first.")
	}
	s.ID = tx.NewID()
	if _, err := database.Exec(ctx, tx, op, `insert into subscription (id, member_id, prestation_id, convention_id, from_date, until_date, alone, recorder, recorded_at, recorder_id)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, s.ID, s.MemberID, s.PrestationID, s.ConventionID, s.From, s.Until, s.Alone,
		tx.Scope().Actor().Name, tx.Micros(), tx.Scope().Actor().ID); err != nil {
		return s, err
	}
	return s, tx.Record(ctx, EventSubscribed, s.MemberID, s.ID, map[string]any{"prestation": s.PrestationID, "from": s.From, "until": s.Until})
}

// End sets the last day of a subscription.
func End(ctx context.Context, tx access.Tx, id, until string) error {
	const op = "adhesion.End"
	if err := forOperator(tx, op); err != nil {
		return err
	}
	s, err := database.One(ctx, tx, op, scanSubscription, `select `+subscriptionColumns+` from subscription where id = $1`, id)
	if err != nil {
		return err
	}
	if !isDay(until) || until < s.From {
		return invalid(op, "Le dernier jour ne peut pas venir avant le premier, %[1]s.", "The last day cannot come before the first, %[1]s.", s.From)
	}
	if _, err := database.Exec(ctx, tx, op, `update subscription set until_date = $1 where id = $2`, until, id); err != nil {
		return err
	}
	return tx.Record(ctx, EventEnded, s.MemberID, id, map[string]any{"prestation": s.PrestationID, "until": until})
}

const subscriptionColumns = `id, member_id, prestation_id, convention_id, from_date, until_date, alone`

func scanSubscription(r database.Row) (s Subscription, err error) {
	return s, r.Scan(&s.ID, &s.MemberID, &s.PrestationID, &s.ConventionID, &s.From, &s.Until, &s.Alone)
}

// Subscriptions lists what a member has subscribed to, or all members (""), by
// day. Who sees the member may ask.
func Subscriptions(ctx context.Context, tx access.Tx, member string) ([]Subscription, error) {
	where, args := tx.Only("member_id", []any{member})
	return database.All(ctx, tx, "adhesion.Subscriptions", scanSubscription, `select `+subscriptionColumns+` from subscription
		where ($1 = '' or member_id = $1) and `+where+` order by from_date, id`, args...)
}

// Subscribed tells whether a member has a service on a day. Where nothing is
// recorded of the service for the member, it has it; one that has left or been
// merged has none.
func Subscribed(ctx context.Context, tx access.Tx, member, service, day string) (bool, error) {
	inside := tx.Elevated("adhesion")
	var all, now, left int
	err := database.Each(ctx, inside, "adhesion.Subscribed", func(r database.Row) error { return r.Scan(&all, &now, &left) },
		`select count(*), coalesce(sum(case when s.from_date <= $3 and (s.until_date = '' or s.until_date >= $3) then 1 else 0 end), 0),
			(select count(*) from member where id = $1 and closed_at > 0)
		from subscription s join prestation p on p.id = s.prestation_id where s.member_id = $1 and p.service = $2`, member, service, day)
	return left == 0 && (all == 0 || now > 0), err
}
