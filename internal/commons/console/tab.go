package console

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// Tab is a page of a member that belongs to another room.
type Tab struct {
	Label  i18n.Text
	Path   string // behind that of the member: "export"
	Manage bool   // only for who manages the member
	// Visible tells who of those who see the member sees the tab; nil is all.
	Visible func(s access.Scope, member string) bool
}

// AddTab puts a page beside those of a member. It is called while the program
// is put together.
func (c *Console) AddTab(t Tab) { c.tabs = append(c.tabs, t) }

// MemberPattern is the pattern of a member's page; what is behind it belongs to
// a tab.
const MemberPattern = membersPath + "/{siren}"

// MemberPath is the address of a member's page.
func MemberPath(siren string) string { return memberPath(siren) }

// Face is what every page of a member shows.
type Face = memberFace

// FaceOf finds the member of the address, for a page of a tab. Its pages are
// open to those who see the member; to others they do not exist. What only some
// of them may do, the page asks besides.
func (c *Console) FaceOf(ctx context.Context, tx access.Tx, r *http.Request, tab string) (Face, error) {
	return face(ctx, tx, r, tab)
}

// ShowMember writes a page of a member.
func (c *Console) ShowMember(w http.ResponseWriter, r *http.Request, status int, v Face, body templ.Component) error {
	return c.showMember(w, r, status, v, body)
}
