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
	Free, Disk   int64 // bytes of the disk; Disk is 0 where nobody can say
	Swept        Swept
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
	if free, all, ok := p.Space(); ok {
		v.Free, v.Disk = free, all
	}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Swept, err = p.Swept(ctx, tx); err != nil {
			return err
		}
		return v.load(ctx, tx)
	})
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

// sweptWords say what the last walk over the store saw, and what becomes of it.
func sweptWords(ctx context.Context, s Swept) string {
	if s.Ended.IsZero() {
		return i18n.Say(ctx, "Chaque nuit, le serveur parcourt tous les fichiers et cherche ceux qu’aucun enregistrement ne nomme, par exemple après une coupure. Le premier passage est à venir.",
			"Every night the server walks over all files and looks for those that no record names, after a power cut for instance. The first walk is still to come.")
	}
	words := i18n.Sayf(ctx, "Dernier parcours des fichiers le %[1]s\u202f: %[2]s vus, %[3]s qu’aucun enregistrement ne nommait.",
		"Last walk over the files on %[1]s: %[2]s seen, %[3]s of them named by no record.",
		i18n.DateTime(ctx, s.Ended), i18n.Number(ctx, s.Seen), i18n.Number(ctx, s.Noted))
	if s.Strays > 0 {
		words += " " + i18n.Sayf(ctx, "En attente d’être effacés, un jour après avoir été vus\u202f: %s.", "Waiting to be destroyed, a day after they were seen: %s.", i18n.Number(ctx, s.Strays))
	}
	return words
}
