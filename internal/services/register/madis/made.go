package madis

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	processing "airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/conformity"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/processor"
	"airial/internal/services/register/request"
)

// A madeKind is what an import made of one kind at a body.
type madeKind struct {
	Label i18n.Text
	List  []intake.Item
	More  int // that are not shown
}

// madeOf lists what an import made at a body, in the order of the counts. What
// was taken back since is not there any more, and is left out.
func (p *Pages) madeOf(ctx context.Context, tx access.Tx, part intake.Part, id string) ([]madeKind, error) {
	items, err := intake.Items(ctx, tx, id, part.Key)
	if err != nil {
		return nil, err
	}
	by := map[string][]intake.Item{}
	for _, i := range items {
		if i.State == "made" || i.State == "kept" {
			by[i.Kind] = append(by[i.Kind], i)
		}
	}
	var out []madeKind
	for _, h := range p.Holds {
		if list := by[h.Kind]; len(list) > 0 {
			shown := min(len(list), maxShown)
			out = append(out, madeKind{Label: h.Label, List: list[:shown], More: len(list) - shown})
		}
	}
	return out, nil
}

// madePath is the page of what an import made, "" where it has none of its own.
func madePath(siren string, i intake.Item) string {
	switch i.Kind {
	case intake.Activities:
		return processing.Base(siren) + "/activities/" + i.RecordID
	case intake.Requests:
		return request.Path(siren, i.RecordID)
	case intake.Breaches:
		return breach.Path(siren, i.RecordID)
	case intake.Surveys:
		return maturity.Path(siren) + "/" + i.RecordID
	case intake.Organisations:
		return conformity.Organisation.Path(siren) + "/" + i.RecordID
	case intake.Conformities:
		return conformity.Path(siren)
	case intake.Assessments:
		return assessment.Path(siren, i.RecordID)
	case intake.Processors:
		return processor.Path(siren) + "/" + i.RecordID
	case intake.Actions:
		return plan.Path(siren, i.RecordID)
	}
	return ""
}
