package opendata

import (
	"context"
	"errors"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
)

// Erase destroys a dataset for personal data: the bytes of all its versions
// and of whatever was made of them, its words in every record and index, and
// the bodies of its journal entries. Its addresses answer 410 for ever. The
// journal keeps that it was done, by whom and when.
//
// The records are erased in one transaction, which also asks for the bytes to
// be destroyed; Erase does that at once, and a job sees to it if the process
// dies in between.
func (s *Service) Erase(ctx context.Context, scope access.Scope, id string) error {
	return s.erase(ctx, scope, id, "personal-data")
}

func (s *Service) erase(ctx context.Context, scope access.Scope, id, why string) error {
	var rubble rubble
	err := s.doors.Write(ctx, scope, func(tx access.Tx) (err error) {
		rubble, err = s.eraseRecords(ctx, tx, id, why)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.destroy(context.WithoutCancel(ctx), rubble); err != nil {
		// The records are gone; the job goes on until the bytes are too.
		s.log.WarnContext(ctx, "erasure goes on", "error", err)
	}
	return nil
}

// rubble is what is left to be destroyed outside the database.
type rubble struct {
	Member  string   `json:"member"`
	Blobs   []string `json:"blobs"`
	Parquet []string `json:"parquet"`
}

func (s *Service) eraseRecords(ctx context.Context, tx access.Tx, id, why string) (rubble, error) {
	d, err := s.own(ctx, tx, id, access.Erase)
	if err != nil {
		return rubble{}, err
	}
	inside := tx.Elevated("erase")
	r, err := s.collect(ctx, inside, d)
	if err != nil {
		return r, err
	}
	versions, err := piece.Versions(ctx, inside, id)
	if err != nil {
		return r, err
	}
	ids := make([]string, len(versions))
	for i, v := range versions {
		ids[i] = v.ID
	}
	for _, forget := range []func() error{
		func() error { return s.checks.Forget(ctx, inside, ids) },
		func() error { return s.findings.Forget(ctx, inside, ids) },
		func() error { return life.Erase(ctx, inside, id) },
		func() error { return piece.Erase(ctx, inside, id) },
		func() error { return unindex(ctx, inside, id) },
		func() error { return eraseEditions(ctx, inside, id) },
		func() error { return eraseUploads(ctx, inside, d.MemberID, r.Blobs) },
	} {
		if err := forget(); err != nil {
			return r, fault.Wrap("opendata.Erase", err)
		}
	}
	for _, forget := range s.beside {
		if err := forget(ctx, inside, id); err != nil {
			return r, fault.Wrap("opendata.Erase", err)
		}
	}
	blank := Dataset{ID: d.ID, MemberID: d.MemberID, Licence: d.Licence, Frequency: d.Frequency, State: Erased,
		Created: d.Created, Issued: d.Issued, Hidden: tx.Clock().Now(), HiddenWhy: why}
	if err := saveDataset(ctx, inside, blank); err != nil {
		return r, err
	}
	order := entry(tx, "dataset.erased", d, map[string]any{"reason": why, "versions": len(versions)})
	if _, err := s.journal.Erase(ctx, tx, order, journal.Erasure{Subject: id}); err != nil {
		return r, fault.Wrap("opendata.Erase", err)
	}
	_, err = s.queue.Insert(ctx, tx, jobs.Job{Kind: JobDestroy, Args: r, UniqueKey: id, Fair: d.MemberID})
	return r, fault.Wrap("opendata.Erase", err)
}

// collect names what the dataset alone has in the store: bytes that another
// dataset of the member has too stay.
func (s *Service) collect(ctx context.Context, tx access.Tx, d Dataset) (rubble, error) {
	r := rubble{Member: d.MemberID}
	rows, err := tx.Query(ctx, `select digest, parquet from (
			select digest, '' as parquet, piece_id from version where member_id = $1
			union select csv_digest, '', piece_id from edition where member_id = $1
			union select digest, '', piece_id from origin where member_id = $1
			union select parquet_digest, parquet_digest, piece_id from edition where member_id = $1
		) b where piece_id = $2 and digest <> ''
			and not exists (select 1 from version o where o.member_id = $1 and o.digest = b.digest and o.piece_id <> $2)
			and not exists (select 1 from edition o where o.member_id = $1 and o.piece_id <> $2
				and (o.csv_digest = b.digest or o.parquet_digest = b.digest))
			and not exists (select 1 from origin o where o.member_id = $1 and o.digest = b.digest and o.piece_id <> $2)
		order by digest`, d.MemberID, d.ID)
	if err != nil {
		return r, fault.Wrap("opendata.collect", err)
	}
	defer rows.Close()
	for rows.Next() {
		var digest, parquet string
		if err := rows.Scan(&digest, &parquet); err != nil {
			return r, fault.Wrap("opendata.collect", err)
		}
		r.Blobs = append(r.Blobs, digest)
		if parquet != "" {
			r.Parquet = append(r.Parquet, parquet)
		}
	}
	return r, fault.Wrap("opendata.collect", rows.Err())
}

func eraseEditions(ctx context.Context, tx access.Tx, id string) error {
	for _, statement := range []string{
		`update edition set columns_json = '[]', preview_json = '[]', row_count = 0, csv_digest = '', csv_size = 0,
			parquet_digest = '', parquet_size = 0, file_name = '', digest = '', size = 0,
			spans_from = '', spans_until = '', spans_column = '', extent = '-' where piece_id = $1`,
		`delete from origin where piece_id = $1`,
		`delete from pressed where version_id in (select id from version where piece_id = $1)`,
	} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return err
		}
	}
	return nil
}

// JobDestroy is the job that destroys the bytes of an erased dataset, if that
// was not done at once.
const JobDestroy = "opendata.destroy"

// destroy removes bytes and query files, and has the database forget what its
// rows held. What is already gone is no error.
func (s *Service) destroy(ctx context.Context, r rubble) error {
	// The files first: a query that began just before makes its table from them,
	// and the caches must be told when none can any more.
	problems := []error{s.destroyFree(ctx, r.Member, r.Blobs)}
	for _, digest := range r.Parquet {
		problems = append(problems, s.caches.Forget(ctx, digest))
	}
	problems = append(problems, s.scrub(ctx, "piece", "version", "step", "life", "check_report", "scan", "dataset",
		"edition", "origin", "dataset_words", "journal_body", "upload"))
	return fault.Wrap("opendata.destroy", errors.Join(problems...))
}

// jobUploads is the job that destroys received files that were never deposited.
const jobUploads = "opendata.uploads"

// Handle gives the room's jobs to a runner.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Every(jobUploads, jobs.Each(time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.SweepUploads(ctx) })
	runner.Every(jobStrays, jobs.Each(time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.SweepStrays(ctx) })
	runner.Every(JobFacets, jobs.Each(time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.Repack(ctx) })
	runner.Every(JobExtents, jobs.Each(time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.Extents(ctx) })
	runner.Every(JobSweep, jobs.Daily(2, 40, i18n.Local(time.Time{}).Location()),
		func(ctx context.Context, _ jobs.Job) error { return s.SweepUnknown(ctx) })
	runner.Handle(JobDestroy, func(ctx context.Context, job jobs.Job) error {
		var r rubble
		if err := job.Decode(&r); err != nil {
			return jobs.Cancel(err)
		}
		return s.destroy(ctx, r)
	})
}
