package opendata

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// addressKey is the keyed digest under which a readable address is kept. A
// plain digest could be undone by trying names.
func (s *Service) addressKey(slug string) string {
	mac := hmac.New(sha256.New, s.secret)
	mac.Write([]byte("dataset address\x00" + slug))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// nameAddress gives a dataset a readable address within its member, made from
// its title, and keeps it for good. Where the words are taken, a number
// follows.
func (s *Service) nameAddress(ctx context.Context, tx access.Tx, d Dataset) (string, error) {
	const op = "opendata.nameAddress"
	base := text.Slug(d.Title)
	if base == "" {
		base = "jeu-de-donnees"
	}
	slug := base
	for n := 2; ; n++ {
		key := s.addressKey(slug)
		taken, err := database.Exec(ctx, tx, op, `insert into dataset_address (member_id, key, piece_id) values ($1,$2,$3)
			on conflict (member_id, key) do nothing`, d.MemberID, key, d.ID)
		if err != nil || taken > 0 {
			return slug, err
		}
		owner, err := database.Value[string](ctx, tx, op, `select piece_id from dataset_address where member_id = $1 and key = $2`, d.MemberID, key)
		if err != nil || owner == d.ID {
			return slug, err
		}
		slug = fmt.Sprintf("%s-%d", base, n)
	}
}

// byAddress returns the dataset to which a readable address of a member leads.
func (s *Service) byAddress(ctx context.Context, tx access.Tx, member, slug string) (string, error) {
	var id string
	err := tx.QueryRow(ctx, `select piece_id from dataset_address where member_id = $1 and key = $2`,
		member, s.addressKey(slug)).Scan(&id)
	if err == sql.ErrNoRows {
		return "", fault.Missing("opendata.byAddress")
	}
	return id, fault.Wrap("opendata.byAddress", err)
}
