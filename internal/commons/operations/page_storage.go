package operations

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// storageView is what is stored, and whose it is.
type storageView struct {
	Files, Bytes int64
	Rows         []storageRow // the largest first
	CacheFiles   int
	CacheBytes   int64
}

type storageRow struct {
	piece.Share
	Member organisation.Member
}

// percent is a member's share of all bytes.
func (v storageView) percent(r storageRow) int64 {
	if v.Bytes == 0 {
		return 0
	}
	return (r.Bytes*100 + v.Bytes/2) / v.Bytes
}

func (p *Pages) storage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v storageView
	v.CacheFiles, v.CacheBytes = p.Cached()
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return v.load(ctx, tx) })
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, page(ctx, ui.Link{Label: i18n.Say(ctx, "Stockage", "Storage"), Href: storagePath}), storageBody(v))
}

func (v *storageView) load(ctx context.Context, tx access.Tx) error {
	list, err := piece.StoredByMember(ctx, tx)
	if err != nil {
		return err
	}
	var ids []string
	for _, s := range list {
		ids = append(ids, s.MemberID)
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	for _, s := range list {
		v.Rows = append(v.Rows, storageRow{s, members[s.MemberID]})
		v.Files += s.Files
		v.Bytes += s.Bytes
	}
	return err
}
