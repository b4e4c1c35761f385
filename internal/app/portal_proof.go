package app

import (
	"context"
	"encoding/json"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
	"airial/internal/services/gather"
	"airial/internal/services/portal"
)

// portalProofs proves the publications that the public site shows, by the
// journal. Only entries of published versions are opened: what their bodies
// hold is on the page already.
type portalProofs struct{ a *App }

func (p portalProofs) Proof(ctx context.Context, dataset string, number int) (out portal.Proof, err error) {
	const op = "app.Proof"
	var opened journal.Opened
	err = p.a.Doors.Platform("journal-public").Read(ctx, func(tx database.Tx) error {
		id, err := p.publication(ctx, tx, dataset, number)
		if err != nil {
			return err
		}
		opened, err = p.a.Journal.Open(ctx, tx, id)
		return err
	})
	if err != nil {
		return out, fault.Wrap(op, err)
	}
	proven, err := opened.Prove(p.a.Verifier) // nothing goes out that does not prove
	if err != nil {
		return out, fault.Wrap(op, err)
	}
	var body publicationBody
	if err := json.Unmarshal(proven.Body, &body); err != nil {
		return out, fault.Wrap(op, err)
	}
	out = portal.Proof{Entry: opened.Entry, At: proven.At, Size: proven.Checkpoint.Size, Root: proven.Checkpoint.Root.String(),
		Origin: proven.Checkpoint.Origin, Key: journal.KeyOf(p.a.Verifier), CSV: body.CSV, Parquet: body.Parquet, Checkpoint: opened.Checkpoint}
	out.File, err = json.MarshalIndent(opened, "", "  ")
	return out, fault.Wrap(op, err)
}

type publicationBody struct {
	Version int    `json:"version"`
	CSV     string `json:"csv"`
	Parquet string `json:"parquet"`
}

// publications are the entries that say what was published: by a member, or as a
// consolidation, which is written anew when an original is taken back.
var publications = map[string]bool{"dataset.published": true, gather.EventGathered: true, gather.EventMended: true}

// publication finds the newest entry that says that a version was published.
func (p portalProofs) publication(ctx context.Context, tx database.Tx, dataset string, number int) (string, error) {
	f := journal.Filter{Subject: dataset, Limit: 200}
	for {
		list, err := p.a.Journal.Entries(ctx, tx, f)
		if err != nil {
			return "", err
		}
		for _, e := range list {
			var body publicationBody
			if publications[e.Kind] && e.Decode(&body) == nil && body.Version == number && e.Seq >= 0 {
				return e.ID, nil
			}
			f.Before = e.Seq
		}
		if len(list) < f.Limit {
			return "", fault.Missing("app.publication")
		}
	}
}
