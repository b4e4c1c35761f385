package adhesion

import (
	"fmt"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
)

// councilView is the page of a member's council on screen, to be read and
// printed. The PDF beside it says the same.
type councilView struct {
	console.Face
	Sheet
}

// file is the address of the PDF.
func (v councilView) file() string {
	return fmt.Sprintf("%s/%s/%d/council", console.MemberPath(v.Face.Member.Siren), tab, v.Year)
}

func (p *Pages) sheet(r *http.Request) (v councilView, err error) {
	ctx := r.Context()
	err = p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		operator, err := organisation.Operator(ctx, tx)
		if err != nil {
			return err
		}
		m := v.Face.Member
		v.Sheet, err = SheetOf(ctx, tx, p.works, operator.Name, m.ID, m.Name, p.year(r.PathValue("year")))
		return err
	})
	return v, err
}

// council shows the page for the member's council.
func (p *Pages) council(w http.ResponseWriter, r *http.Request) error {
	v, err := p.sheet(r)
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, councilBody(v))
}

// councilFile writes it as a PDF.
func (p *Pages) councilFile(w http.ResponseWriter, r *http.Request) error {
	v, err := p.sheet(r)
	if err != nil {
		return err
	}
	head(w, "application/pdf", v.FileName(v.Face.Member.Siren))
	return v.PDF(r.Context(), w)
}
