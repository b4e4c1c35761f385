package operations

import (
	"net/http"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal/openlog"
	"airial/internal/platform/web/ui"
)

// journalView is how the journal stands.
type journalView struct {
	openlog.State
	Name    string // of the witness; "" for none
	Pending int64  // entries that wait for their number
	Oldest  time.Time
	Now     time.Time
}

// behind is how many entries the witness has yet to countersign.
func (v journalView) behind() int64 { return max(0, v.Head.Size-v.Witness.Size) }

func (p *Pages) journal(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := journalView{Name: p.Witness}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Now = tx.Clock().Now()
		if v.State, err = openlog.StateOf(ctx, tx, p.Journal, p.Witness); err != nil {
			return err
		}
		v.Pending, v.Oldest, err = p.Journal.Pending(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, page(ctx, ui.Link{Label: i18n.Say(ctx, "Journal", "Journal"), Href: journalPath}), journalBody(v))
}
