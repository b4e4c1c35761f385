package opendata

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
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

	version string // of which it tells; "" for the dataset as a whole
	asks    bool   // publication was asked for
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
	pressed, err := presses(ctx, tx.Elevated("history"), v.Piece.ID)
	if err != nil {
		return nil, err
	}
	var out []historyLine
	for _, e := range entries {
		line := historyLine{At: e.At, Seq: e.Seq}
		if err := line.tell(ctx, e, numbers); err != nil {
			return nil, err
		}
		if line.What == "" {
			continue
		}
		ref := e.By
		if asked := pressed[line.version]; line.asks && asked != "" {
			ref = asked // the stage passed by itself, because somebody had asked
		}
		who, err := names.of(ctx, ref)
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

// tell puts an entry into words. What another one tells as well, and what the
// machine passed without a word, stays "".
func (line *historyLine) tell(ctx context.Context, e journal.Numbered, numbers map[string]int) error {
	var b body
	if err := e.Decode(&b); err != nil {
		return fault.Wrap("opendata.history", err)
	}
	if what, ok := tales[e.Kind]; ok {
		line.What = i18n.Read(ctx, what)
		if r, ok := ReasonOf(b.Reason); ok {
			line.Why = i18n.Read(ctx, r.Label) + "."
		}
		line.Why = strings.TrimSpace(line.Why + " " + b.Note)
		return nil
	}
	outcome, isStep := strings.CutPrefix(e.Kind, "life.")
	if !isStep || e.Erased {
		return nil
	}
	_ = json.Unmarshal(b.Version, &line.version) // a number is no step's
	what, why := stepTold(ctx, b.Stage+" "+outcome, b)
	if what == "" {
		return nil
	}
	line.What = i18n.Sayf(ctx, "Version %d\u202f: ", "Version %d: ", numbers[line.version]) + what
	line.Why, line.asks = why, b.Stage == StageApproved && b.Evidence.Approval == "automatic"
	return nil
}

// tales are what happens to a dataset as a whole.
var tales = map[string]i18n.Text{
	"dataset.described":    i18n.T("Fiche modifiée", "Description changed"),
	"dataset.charts":       i18n.T("Graphiques de la page changés", "Charts of the page changed"),
	"dataset.activity":     i18n.T("Traitement d’origine indiqué", "Processing activity named"),
	"dataset.plan":         i18n.T("Plan d’anonymisation enregistré", "Anonymisation plan saved"),
	"dataset.plan-stopped": i18n.T("Plan d’anonymisation arrêté", "Anonymisation plan stopped"),
	"dataset.plan-key":     i18n.T("Clé des pseudonymes détruite", "Key of the pseudonyms destroyed"),
	"dataset.corrected":    i18n.T("Fichier corrigé dans la page", "File corrected in the page"),
	"dataset.withdrawn":    i18n.T("Retiré de la publication", "Withdrawn from publication"),
	"dataset.restored":     i18n.T("Publication rétablie", "Brought back into publication"),
	"dataset.retracted":    i18n.T("Publication annulée", "Publication undone"),
	"dataset.erased":       i18n.T("Effacé pour données personnelles", "Erased for personal data"),
}

// stepTold puts a step into words. The reason of a step that waits is a
// question put to somebody, no part of what happened.
func stepTold(ctx context.Context, step string, b body) (what, why string) {
	switch step {
	case "received passed":
		return i18n.Sayf(ctx, "déposée (%s)", "deposited (%s)", b.Evidence.File), ""
	case "checked refused":
		return i18n.Say(ctx, "refusée à la vérification, ", "refused by the check, ") +
			i18n.Count(ctx, b.Evidence.Errors, "erreur", "erreurs", "error", "errors"), ""
	case "cleared passed":
		if b.Evidence.Decision != "" {
			return i18n.Say(ctx, "publication permise malgré des données personnelles", "publication allowed in spite of personal data"), b.Reason
		}
	case "cleared waiting":
		return i18n.Say(ctx, "arrêtée, données personnelles possibles", "stopped, possible personal data"), ""
	case "cleared refused":
		return i18n.Say(ctx, "publication refusée, données personnelles", "publication refused, personal data"), b.Reason
	case "approved passed":
		if b.Evidence.Approval == "person" {
			return i18n.Say(ctx, "approuvée", "approved"), b.Reason
		}
		return i18n.Say(ctx, "publication demandée", "publication asked for"), ""
	case "approved refused":
		return i18n.Say(ctx, "publication refusée", "publication refused"), b.Reason
	case "published passed":
		return i18n.Say(ctx, "publiée", "published"), ""
	}
	if strings.HasSuffix(step, " failed") {
		return i18n.Say(ctx, "panne de notre côté", "failure on our side"), ""
	}
	return "", ""
}

// whoWords names who did something, and in whose name.
func whoWords(ctx context.Context, line historyLine) string {
	if line.Mandate {
		return i18n.Sayf(ctx, "par %s, de l’opérateur, au nom de la collectivité", "by %s of the operator, in the member’s name", line.Who)
	}
	return i18n.Say(ctx, "par ", "by ") + line.Who
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
		var names []string
		for _, id := range access.Persons(id) {
			u, err := user.Get(ctx, p.tx, id)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return one, err
			}
			names = append(names, actorWords(ctx, access.Actor{Kind: access.Person, Name: u.Name}))
			scope, err := access.ScopeOf(ctx, p.tx, u.Actor())
			if err != nil {
				return one, err
			}
			one.operator = scope.OfOperator() && !slices.Contains(scope.Members(), p.member)
		}
		if one.name = names[0]; len(names) > 1 {
			one.name = i18n.Sayf(ctx, "%s, à la place de %s", "%s, in the place of %s", names[1], names[0])
		}
	}
	p.known[ref] = one
	return one, nil
}
