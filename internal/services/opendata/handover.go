package opendata

import (
	"context"
	"fmt"
	"path"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/commons/piece"
	"airial/internal/platform/database"
)

// Shelf says which files a member's datasets have, for an export, and makes
// what is derived from records that were taken in.
type Shelf struct{ Service *Service }

// Files implements handover.Shelf: each version's original under its own name,
// its clean CSV and its Parquet, and the file that the original was made of.
func (Shelf) Files(ctx context.Context, tx access.Tx, member string) ([]handover.File, error) {
	type version struct {
		slug, id, title, name, digest, csv, parquet, deposited, source string
		number                                                         int
	}
	list, err := database.All(ctx, tx, "opendata.Files", func(r database.Row) (v version, err error) {
		return v, r.Scan(&v.slug, &v.id, &v.title, &v.number, &v.name, &v.digest, &v.csv, &v.parquet, &v.deposited, &v.source)
	}, `select d.slug, d.piece_id, d.title, v.number, v.file_name, v.digest, coalesce(e.csv_digest, ''), coalesce(e.parquet_digest, ''),
			coalesce(o.file_name, ''), coalesce(o.digest, '')
		from dataset d join version v on v.piece_id = d.piece_id left join edition e on e.version_id = v.id
			left join origin o on o.version_id = v.id
		where d.member_id = $1 order by d.sort_key, d.piece_id, v.number`, member)
	var out []handover.File
	for _, v := range list {
		folder := v.slug
		if folder == "" {
			folder = v.id // never published
		}
		folder = fmt.Sprintf("datasets/%s/%d/", folder, v.number)
		for _, f := range []struct{ digest, name string }{
			{v.digest, "original/" + path.Base(piece.CleanFileName(v.name))}, {v.csv, "data.csv"}, {v.parquet, "data.parquet"},
			{v.source, "deposited/" + path.Base(piece.CleanFileName(v.deposited))}} {
			if f.digest != "" {
				out = append(out, handover.File{Digest: f.digest, Path: folder + f.name, Title: v.title})
			}
		}
	}
	return out, err
}

// Made implements handover.Shelf: the digest of the address that a dataset has
// today is keyed with this installation's secret, and made again elsewhere with
// another. Those of earlier addresses go out as they are: their words are not
// kept.
func (s Shelf) Made(ctx context.Context, tx access.Tx, table string, row map[string]any) (bool, error) {
	if table != "dataset_address" {
		return false, nil
	}
	slug, err := database.All(ctx, tx, "opendata.Made", func(r database.Row) (v string, err error) { return v, r.Scan(&v) },
		`select slug from dataset where piece_id = $1`, row["piece_id"])
	return len(slug) == 1 && slug[0] != "" && s.Service.addressKey(slug[0]) == row["key"], err
}

// Imported implements handover.Shelf.
func (s Shelf) Imported(ctx context.Context, tx access.Tx, member string) error {
	list, err := database.All(ctx, tx, "opendata.Imported", func(r database.Row) (Dataset, error) { return scanDataset(r) },
		`select `+datasetColumns+` from dataset d where d.member_id = $1 and d.slug <> '' order by d.piece_id`, member)
	if err != nil {
		return err
	}
	for _, d := range list {
		if _, err := database.Exec(ctx, tx, "opendata.Imported", `insert into dataset_address (member_id, key, piece_id) values ($1,$2,$3)
			on conflict (member_id, key) do nothing`, member, s.Service.addressKey(d.Slug), d.ID); err != nil {
			return err
		}
		if d.State != Published {
			continue
		}
		_, e, err := EditionOf(ctx, tx, d.ID, 0)
		if err != nil {
			return err
		}
		if err := s.Service.index(ctx, tx, d, e); err != nil {
			return err
		}
	}
	return nil
}
