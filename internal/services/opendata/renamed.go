package opendata

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/journal"
)

// Subscribe has the service hear of members that take another name: their
// datasets are found under it, and no longer under the one before.
func (s *Service) Subscribe(f *journal.Feed) { f.Subscribe("opendata.names", s.hear) }

func (s *Service) hear(ctx context.Context, raw database.Tx, entries []journal.Numbered) error {
	tx := s.doors.As(raw, access.System("search"))
	done := map[string]bool{}
	for _, n := range entries {
		switch n.Kind {
		case organisation.EventChanged, organisation.EventCorrected, organisation.EventApplied:
		default:
			continue
		}
		if n.Member == "" || done[n.Member] {
			continue
		}
		done[n.Member] = true
		if err := s.reindex(ctx, tx, n.Member); err != nil {
			return err
		}
	}
	return nil
}

// reindex keeps anew the words by which a member's public datasets are found.
// Those whose words are the same are left alone.
func (s *Service) reindex(ctx context.Context, tx access.Tx, member string) error {
	list, err := database.All(ctx, tx, "opendata.reindex", func(r database.Row) (Dataset, error) { return scanDataset(r) },
		`select `+datasetColumns+` from dataset d where d.member_id = $1 and d.state = $2 order by d.piece_id`, member, string(Published))
	for _, d := range list {
		if err != nil {
			return err
		}
		var e Edition
		if _, e, err = EditionOf(ctx, tx, d.ID, 0); err == nil {
			err = s.index(ctx, tx, d, e)
		}
	}
	return err
}
