package console

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

const (
	homeSize   = 25
	movingSize = 8
)

// lifeRow is a life in one of the lists of the first page.
type lifeRow struct {
	Member  organisation.Member
	Title   string
	Href    string // the piece's page; "" when it has none
	Kind    Kind
	Words   string // why it waits, or how it stands
	When    string
	Act     string
	ActHref string
	Stops   []ui.Stop
}

type homeView struct {
	Rows     []lifeRow
	Pages    ui.Pages
	Moving   []lifeRow
	Deposit  string
	Several  bool // rows name their member
	Operator bool
	Asked    life.Asked
	Chosen   organisation.Member
	Counts   []ui.Option // members with what waits there, for the filter
}

func (v homeView) filtered() bool { return v.Asked != life.Asked{} }

func (c *Console) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	v := homeView{Operator: scope.OfOperator(), Several: scope.OfOperator() || len(scope.Members()) > 1}
	err := c.Doors.Read(ctx, scope, func(tx access.Tx) error { return c.fillHome(ctx, tx, r, &v) })
	if err != nil {
		return err
	}
	if err := c.tellActed(ctx); err != nil {
		return err
	}
	return c.Show(w, r, Page{Title: i18n.Say(ctx, "Ce qui vous attend", "What waits for you")}, homeBody(v))
}

func (c *Console) fillHome(ctx context.Context, tx access.Tx, r *http.Request, v *homeView) (err error) {
	if v.Chosen, _, err = Chosen(ctx, tx, r); err != nil {
		return err
	}
	v.Asked = life.Asked{Member: v.Chosen.ID}
	if right := access.Right(r.URL.Query().Get("right")); asks[right] != (i18n.Text{}) {
		v.Asked.Right = right
	}
	if c.mayDeposit(tx.Scope(), v.Chosen.ID) {
		v.Deposit = ForMember(c.deposit, v.Chosen.Siren)
	}
	page := pageNumber(r)
	waiting, total, err := life.Waits(ctx, tx, v.Asked, homeSize, (page-1)*homeSize)
	if err != nil {
		return err
	}
	v.Pages = ui.Pages{Page: page, Size: homeSize, Total: int64(total)}
	moving, err := life.Moving(ctx, tx, v.Chosen.ID, movingSize)
	if err != nil {
		return err
	}
	if v.Rows, err = c.rows(ctx, tx, waiting); err != nil {
		return err
	}
	for i, l := range waiting {
		c.ask(ctx, &v.Rows[i], l)
	}
	if v.Moving, err = c.rows(ctx, tx, moving); err != nil {
		return err
	}
	for i, l := range moving {
		v.Moving[i].Words = c.Stands(ctx, l)
		v.Moving[i].When = i18n.Ago(ctx, tx.Clock().Now(), l.Updated)
	}
	if v.Operator {
		v.Counts, err = memberCounts(ctx, tx)
	}
	return err
}

// mayDeposit tells whether the scope may deposit for some member, or for the
// chosen one; a mandate is looked at by the form.
func (c *Console) mayDeposit(s access.Scope, chosen string) bool {
	if c.deposit == "" {
		return false
	}
	own := s.MembersWith(access.Deposit)
	if chosen != "" && slices.Contains(own, chosen) || chosen == "" && len(own) > 0 {
		return true
	}
	return slices.Contains(s.MandatedRights(), access.Deposit)
}

// rows gathers what the lists show of lives: their pieces and members.
func (c *Console) rows(ctx context.Context, tx access.Tx, list []life.Life) ([]lifeRow, error) {
	var pieceIDs, memberIDs []string
	for _, l := range list {
		pieceIDs = append(pieceIDs, l.PieceID)
		if !slices.Contains(memberIDs, l.MemberID) {
			memberIDs = append(memberIDs, l.MemberID)
		}
	}
	pieces, err := piece.ByIDs(ctx, tx, pieceIDs)
	if err != nil {
		return nil, err
	}
	members, err := organisation.ByIDs(ctx, tx, memberIDs)
	if err != nil {
		return nil, err
	}
	out := make([]lifeRow, len(list))
	for i, l := range list {
		k := c.kind(l.Kind)
		title := pieces[l.PieceID].Title
		if title == "" {
			title = i18n.Say(ctx, "Dépôt effacé", "Erased deposit")
		}
		out[i] = lifeRow{Member: members[l.MemberID], Title: title, Href: k.Href(l.PieceID), Kind: k, Stops: c.Tiny(ctx, l)}
	}
	return out, nil
}

// ask adds what a life asks of the reader.
func (c *Console) ask(ctx context.Context, row *lifeRow, l life.Life) {
	row.Words, row.Act, row.ActHref = why(ctx, l), i18n.Read(ctx, acts[l.WaitRight]), row.Href
	if row.Kind.Act != nil {
		label, href := row.Kind.Act(l)
		row.Act, row.ActHref = i18n.Read(ctx, label), href
	}
	row.When = i18n.Say(ctx, "depuis le ", "since ") + i18n.Date(ctx, l.Updated)
	if !l.Due.IsZero() {
		row.When = i18n.Say(ctx, "avant le ", "before ") + i18n.Date(ctx, l.Due)
	}
}

// maxCounts is the longest list of members that a filter offers; beyond it one
// begins with the list of members.
const maxCounts = 700

// memberCounts lists the members for which something waits, by name, with how
// much.
func memberCounts(ctx context.Context, tx access.Tx) ([]ui.Option, error) {
	counts, err := life.WaitsByMember(ctx, tx)
	if err != nil || len(counts) == 0 || len(counts) > maxCounts {
		return nil, err
	}
	ids := make([]string, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	list, err := organisation.ByIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	members := make([]organisation.Member, 0, len(list))
	for _, m := range list {
		members = append(members, m)
	}
	slices.SortFunc(members, func(a, b organisation.Member) int { return strings.Compare(a.SortKey(), b.SortKey()) })
	out := make([]ui.Option, len(members))
	for i, m := range members {
		out[i] = ui.Option{Value: m.Siren, Label: fmt.Sprintf("%s (%d)", m.Name, counts[m.ID])}
	}
	return out, nil
}

// pageNumber returns the page of a list that an address asks for, from 1.
func pageNumber(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || n < 1 || n > 100000 {
		return 1
	}
	return n
}
