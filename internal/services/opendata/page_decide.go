package opendata

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// The verbs of the decision on personal data, as the gate has them.
const (
	verbAllow  = "allow"  // publish this version all the same
	verbSettle = "settle" // and later ones of the same dataset, as long as nothing else appears
	verbFavour = "favour" // the data-protection officer's opinion
	verbObject = "object"
)

// decisions are the verbs that the page posts, with what it says once they are
// taken.
var decisions = map[string]i18n.Text{
	VerbPublish: i18n.T("Publication demandée. Le public verra ce jeu de données dans un instant.", "Publication asked for. The public will see this dataset in a moment."),
	VerbAbandon: i18n.T("Ce dépôt ne sera pas publié.", "This deposit will not be published."),
	VerbApprove: i18n.T("Approuvé.", "Approved."),
	VerbRefuse:  i18n.T("Refusé. Le déposant lira votre raison.", "Refused. The depositor will read your reason."),
	verbAllow:   i18n.T("Décision enregistrée, avec sa raison.", "Decision recorded, with its reason."),
	verbSettle:  i18n.T("Décision enregistrée. Les versions suivantes passeront tant que rien d’autre n’y apparaît.", "Decision recorded. Later versions will pass as long as nothing else appears."),
	verbFavour:  i18n.T("Avis enregistré. La collectivité décide.", "Opinion recorded. The body decides."),
	verbObject:  i18n.T("Avis enregistré. La collectivité décide.", "Opinion recorded. The body decides."),
}

// decide takes the decision that a version waits for. What is missing from it
// is said beside the field, with what was typed.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	ctx, scope := r.Context(), access.From(r.Context())
	v, err := p.view(r, 0)
	if err != nil {
		return err
	}
	number, err := numberOf(r, "number")
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	verb := f.Raw("verb")
	say, known := decisions[verb]
	if !known || number != v.Version.Number {
		p.desk.Flash(ctx, ui.Wait, i18n.T("Une version plus récente a été déposée\u202f: c’est elle qui attend.",
			"A later version was deposited: it is the one that waits."))
		return web.Redirect(w, r, piecePath(v.Piece.ID))
	}
	reason := f.Long("reason", 2000)
	if f.OK() {
		err = p.doors.Write(ctx, scope, func(tx access.Tx) error { return p.Decide(ctx, tx, v.Version.ID, verb, reason) })
		if fault.Is(err, fault.Invalid) {
			f.Fail("reason", fault.Message(err))
			err = nil
		}
	}
	if err != nil {
		return p.changed(w, r, v.Piece.ID, err)
	}
	if !f.OK() {
		v.Form = f
		return p.showPiece(w, r, http.StatusUnprocessableEntity, v)
	}
	if undoable(verb) && v.May.Approve {
		p.desk.FlashUndo(ctx, ui.Good, say, versionPath(v.Piece.ID, number)+"/undo")
	} else {
		p.desk.Flash(ctx, ui.Good, say)
	}
	return web.Redirect(w, r, piecePath(v.Piece.ID))
}

// advised tells whether the officer's opinion is what the page has to show.
func advised(v pieceView) bool {
	for _, s := range v.Steps {
		if s.Stage == StageCleared && strings.Contains(string(s.Evidence), `"opinion"`) {
			return true
		}
	}
	return false
}

func undoable(verb string) bool {
	return verb == VerbPublish || verb == VerbApprove || verb == VerbRefuse || verb == VerbAbandon
}

// changed tells that somebody was there first, on the page as it stands now;
// other errors go their way.
func (p *Pages) changed(w http.ResponseWriter, r *http.Request, id string, err error) error {
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	p.desk.Flash(r.Context(), ui.Wait, fault.Message(err))
	return web.Redirect(w, r, piecePath(id))
}

// undo takes the decision on a version back.
func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	return p.onVersion(w, r, func(ctx context.Context, tx access.Tx, v piece.Version) error {
		return p.UndoDecision(ctx, tx, v.ID, "")
	}, i18n.T("Décision annulée. Une nouvelle décision est attendue.", "Decision undone. A new one is awaited."))
}

// retry has a stage run again that failed on our side.
func (p *Pages) retry(w http.ResponseWriter, r *http.Request) error {
	return p.onVersion(w, r, func(ctx context.Context, tx access.Tx, v piece.Version) error {
		return p.Retry(ctx, tx, v)
	}, i18n.T("L’étape est relancée.", "The stage runs again."))
}

// onVersion does an act on the version of the address and comes back to its
// piece.
func (p *Pages) onVersion(w http.ResponseWriter, r *http.Request, do func(context.Context, access.Tx, piece.Version) error, say i18n.Text) error {
	ctx := r.Context()
	id, err := pieceOf(r)
	if err != nil {
		return err
	}
	number, err := numberOf(r, "number")
	if err != nil {
		return err
	}
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := piece.ByNumber(ctx, tx, id, number)
		if err != nil {
			return err
		}
		return do(ctx, tx, v)
	})
	if err != nil {
		return p.changed(w, r, id, err)
	}
	p.desk.Flash(ctx, ui.Good, say)
	return web.Redirect(w, r, piecePath(id))
}

// Retry has the stage run again at which a version's life failed. The
// operator's people may, and who approves.
func (s *Service) Retry(ctx context.Context, tx access.Tx, v piece.Version) error {
	if !tx.Scope().OfOperator() {
		if err := tx.May(ctx, access.Approve, v.MemberID); err != nil {
			return err
		}
	} else if err := tx.Sees("opendata.Retry", v.MemberID); err != nil {
		return err
	}
	return s.engine.Retry(ctx, tx, v.ID)
}

// undecided tells whether the latest decision on a version can be taken back:
// one was taken at the stage of approval, and nothing is under way.
func (v pieceView) undecided() bool {
	if !v.Latest || !v.editable() {
		return false
	}
	if refusedForPersonalData(v.Life) {
		return v.May.Decide
	}
	if !v.May.Approve {
		return false
	}
	switch v.Life.Outcome {
	case life.Done:
		return v.Dataset.State == Published
	case life.Rejected:
		return v.Life.Stage() == StageApproved
	}
	return false
}
