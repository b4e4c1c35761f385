package console

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/here"
	"airial/internal/platform/web/ui"
)

func memberPath(siren string) string { return membersPath + "/" + siren }

// memberFace is what every page of a member shows: its head and its tabs.
type memberFace struct {
	Member    organisation.Member
	Mandated  bool
	MayManage bool
	Tab       string // "", "mandates", "tokens", or the path of another room's
	more      []Tab
}

// face finds the member of the address. Its pages are open to those who see
// the member: its own people, who may know who else does, and the operator's.
// To others it does not exist.
func face(ctx context.Context, tx access.Tx, r *http.Request, tab string) (memberFace, error) {
	v := memberFace{Tab: tab}
	var err error
	if v.Member, err = organisation.ByAddress(ctx, tx, r.PathValue("siren")); err != nil {
		return v, err
	}
	if v.MayManage, err = tx.Allowed(ctx, access.Manage, v.Member.ID); err != nil {
		return v, err
	}
	if err := tx.Sees("console.face", v.Member.ID); err != nil {
		return v, err
	}
	mandated, err := access.Mandated(ctx, tx, []string{v.Member.ID})
	v.Mandated = mandated[v.Member.ID]
	return v, err
}

// showMember writes a page of a member.
func (c *Console) showMember(w http.ResponseWriter, r *http.Request, status int, v memberFace, body templ.Component) error {
	ctx := r.Context()
	v.more = c.tabs
	crumbs := []ui.Link{{Label: v.Member.Name}}
	if filter, _ := manages(access.From(ctx)); filter.IDs == nil || len(filter.IDs) > 1 {
		crumbs = []ui.Link{{Label: membersTitle(ctx, filter.IDs == nil), Href: membersPath}, {Label: v.Member.Name}}
	}
	return c.ShowStatus(w, r, status, Page{Title: v.Member.Name, Crumbs: crumbs}, memberBody(v, body))
}

// today leads from an address that a member once had to the one that it has.
func (c *Console) today(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, address := r.Context(), r.PathValue("siren")
		var m organisation.Member
		err := c.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			m, err = organisation.ByAddress(ctx, tx, address)
			return err
		})
		if err != nil || m.Siren == address {
			return next(w, r)
		}
		path := here.From(ctx).Path
		return web.Moved(w, r, strings.Replace(path, memberPath(address), memberPath(m.Siren), 1), false)
	}
}

type memberView struct {
	memberFace
	Group   organisation.Member // zero when it belongs to none
	Served  bool                // who looks serves that one too
	Bodies  int                 // how many members belong to it
	History []historyLine
	MayEdit bool
	People  []user.Colleague
	Unions  []unionLine
	Choices []ui.Option // joint authorities that it may join; nil for who may not record that
	Form    *form.Form  // of a joining that was refused
}

func (c *Console) member(w http.ResponseWriter, r *http.Request) error {
	return c.showMemberCard(w, r, http.StatusOK, nil)
}

func (c *Console) showMemberCard(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := memberView{Form: f}
	err := c.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.memberFace, err = face(ctx, tx, r, ""); err != nil {
			return err
		}
		if v.Member.GroupID != "" {
			if v.Group, err = organisation.Get(ctx, tx, v.Member.GroupID); err != nil {
				return err
			}
			v.Served = tx.Sees("console.member", v.Member.GroupID) == nil
		}
		if _, v.Bodies, err = organisation.List(ctx, tx, organisation.Filter{Group: v.Member.ID}, 0, 0); err != nil {
			return err
		}
		if v.History, err = historyLines(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		v.MayEdit = tx.Scope().Has(access.Administrator)
		if v.Unions, err = unionsOf(ctx, tx, v.Member); err != nil {
			return err
		}
		if v.MayEdit && mayJoin(v.Member.Kind) {
			list, err := organisation.Page(ctx, tx, organisation.Filter{Kind: organisation.Syndicat}, mostUnions, 0)
			if err != nil {
				return err
			}
			for _, u := range list {
				if u.ID != v.Member.ID {
					v.Choices = append(v.Choices, ui.Option{Value: u.Siren, Label: u.Name})
				}
			}
		}
		v.People, err = user.OfMember(ctx, tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	return c.showMember(w, r, status, v.memberFace, memberCard(v))
}

func (v memberFace) tabs(ctx context.Context) []ui.NavItem {
	path := memberPath(v.Member.Siren)
	out := []ui.NavItem{
		{Label: i18n.Say(ctx, "Fiche", "Card"), Href: path, Current: v.Tab == ""},
		{Label: i18n.Say(ctx, "Mandats", "Mandates"), Href: path + "/mandates", Current: v.Tab == "mandates"},
	}
	if v.MayManage {
		out = append(out, ui.NavItem{Label: i18n.Say(ctx, "Jetons", "Tokens"), Href: path + "/tokens", Current: v.Tab == "tokens"})
	}
	for _, t := range v.more {
		if (!t.Manage || v.MayManage) && (t.Visible == nil || t.Visible(access.From(ctx), v.Member.ID)) {
			out = append(out, ui.NavItem{Label: i18n.Read(ctx, t.Label), Href: path + "/" + t.Path, Current: v.Tab == t.Path})
		}
	}
	return out
}
