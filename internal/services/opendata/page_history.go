package opendata

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
)

// historyLine is something that happened to a dataset.
type historyLine struct {
	At      time.Time
	What    string
	Why     string // the reason given; "" for none
	Who     string
	Mandate bool // by the operator's people, in the member's name
	Seq     int64
}

// maxHistory is how much of the journal a page shows.
const maxHistory = 100

// history tells from the journal what happened to a dataset, the latest first.
func (p *Pages) history(ctx context.Context, tx access.Tx, v pieceView) ([]historyLine, error) {
	entries, err := p.journal.Entries(ctx, tx, journal.Filter{Subject: v.Piece.ID, Limit: maxHistory})
	if err != nil {
		return nil, err
	}
	names := &people{tx: tx, member: v.Piece.MemberID, known: map[string]person{}}
	numbers := map[string]int{}
	for _, line := range v.Versions {
		numbers[line.ID] = line.Number
		names.meet(line.Actor)
	}
	var out []historyLine
	for _, e := range entries {
		line := historyLine{At: e.At, Seq: e.Seq}
		if line.What, line.Why, err = told(ctx, e, numbers); err != nil || line.What == "" {
			if err != nil {
				return nil, err
			}
			continue
		}
		who, err := names.of(ctx, e.By)
		if err != nil {
			return nil, err
		}
		line.Who, line.Mandate = who.name, who.operator
		out = append(out, line)
	}
	return out, nil
}

// body is what the journal keeps beside an entry, as far as the page tells it.
type body struct {
	Version  json.RawMessage `json:"version"` // an id in steps, a number elsewhere
	Stage    string          `json:"stage"`
	Reason   string          `json:"reason"`
	Note     string          `json:"note"`
	Evidence struct {
		File     string `json:"file"`
		Errors   int    `json:"errors"`
		Decision string `json:"decision"`
		Approval string `json:"approval"`
	} `json:"evidence"`
}

// told puts an entry into words; what another one tells as well gives "".
func told(ctx context.Context, e journal.Numbered, numbers map[string]int) (what, why string, err error) {
	var b body
	if err := e.Decode(&b); err != nil {
		return "", "", fault.Wrap("opendata.history", err)
	}
	switch e.Kind {
	case "dataset.described":
		return i18n.Say(ctx, "Fiche modifiée", "Description changed"), "", nil
	case "dataset.withdrawn":
		if r, ok := ReasonOf(b.Reason); ok {
			why = i18n.Read(ctx, r.Label)
		}
		if b.Note != "" {
			why = strings.TrimPrefix(why+". "+b.Note, ". ")
		}
		return i18n.Say(ctx, "Retiré de la publication", "Withdrawn from publication"), why, nil
	case "dataset.restored":
		return i18n.Say(ctx, "Publication rétablie", "Brought back into publication"), "", nil
	case "dataset.retracted":
		return i18n.Say(ctx, "Publication annulée", "Publication undone"), "", nil
	case "dataset.erased":
		return i18n.Say(ctx, "Effacé pour données personnelles", "Erased for personal data"), "", nil
	}
	outcome, isStep := strings.CutPrefix(e.Kind, "life.")
	if !isStep || e.Erased {
		return "", "", nil
	}
	var id string
	_ = json.Unmarshal(b.Version, &id) // a number is no step's
	say, why := stepTold(ctx, life.StepOutcome(outcome), b)
	if say == "" {
		return "", "", nil
	}
	return i18n.Sayf(ctx, "Version %d\u202f: ", "Version %d: ", numbers[id]) + say, why, nil
}

// stepTold puts a step into words. The reason of a step that waits is a
// question put to somebody, no part of what happened.
func stepTold(ctx context.Context, outcome life.StepOutcome, b body) (what, why string) {
	key := b.Stage + " " + string(outcome)
	switch key {
	case "received passed":
		return i18n.Sayf(ctx, "déposée (%s)", "deposited (%s)", b.Evidence.File), ""
	case "checked passed":
		return i18n.Say(ctx, "forme vérifiée", "form checked"), ""
	case "checked refused":
		return i18n.Say(ctx, "refusée, ", "refused, ") + i18n.Count(ctx, b.Evidence.Errors, "erreur", "erreurs", "error", "errors"), ""
	case "cleared passed":
		if b.Evidence.Decision != "" {
			return i18n.Say(ctx, "publication permise malgré des données personnelles", "publication allowed in spite of personal data"), b.Reason
		}
		return i18n.Say(ctx, "aucune donnée personnelle à retenir", "no personal data to hold"), ""
	case "cleared waiting":
		return i18n.Say(ctx, "arrêtée, données personnelles possibles", "stopped, possible personal data"), ""
	case "cleared refused":
		return i18n.Say(ctx, "refusée, données personnelles", "refused, personal data"), b.Reason
	case "approved passed":
		if b.Evidence.Approval == "person" {
			return i18n.Say(ctx, "approuvée", "approved"), b.Reason
		}
		return i18n.Say(ctx, "publication demandée", "publication asked for"), ""
	case "approved refused":
		return i18n.Say(ctx, "refusée", "refused"), b.Reason
	case "published passed":
		return i18n.Say(ctx, "publiée", "published"), ""
	}
	if outcome == life.Failed {
		return i18n.Say(ctx, "panne de notre côté", "failure on our side"), ""
	}
	return "", ""
}

// people names those whom the journal knows by identifier alone.
type people struct {
	tx     access.Tx
	member string
	known  map[string]person
}

type person struct {
	name     string
	operator bool
}

// meet remembers the name of an actor that is no person with an account.
func (p *people) meet(a access.Actor) {
	if a.Kind == access.Machine {
		p.known[a.Ref()] = person{name: a.Name}
	}
}

func (p *people) of(ctx context.Context, ref string) (person, error) {
	if one, ok := p.known[ref]; ok {
		return one, nil
	}
	kind, id, _ := strings.Cut(ref, ":")
	one := person{name: "Airial"}
	switch kind {
	case "token":
		one.name = i18n.Say(ctx, "un jeton", "a token")
	case "user":
		u, err := user.Get(ctx, p.tx, id)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return one, err
		}
		one.name = actorWords(ctx, access.Actor{Kind: access.Person, Name: u.Name})
		scope, err := access.ScopeOf(ctx, p.tx, u.Actor())
		if err != nil {
			return one, err
		}
		one.operator = scope.OfOperator() && !slices.Contains(scope.Members(), p.member)
	}
	p.known[ref] = one
	return one, nil
}
