package letterbox

import (
	"context"
	"errors"
	"io"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
	"airial/internal/platform/mail"
	"airial/internal/platform/mail/mailbox"
	"airial/internal/services/register/request"
)

const (
	jobCarry = "register.letter-files"
	jobFetch = "register.letter-fetch"
	jobSweep = "register.letter-sweep"
	// atOnce is how many letters are fetched in one look.
	atOnce = 50
	// kept is how long the name of a letter that was sorted stays, so that replies
	// find their request and nothing is taken twice.
	kept = 400 * 24 * time.Hour
)

// Handle gives the room's jobs to a runner.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Handle(jobCarry, func(ctx context.Context, job jobs.Job) error {
		var id string
		if err := job.Decode(&id); err != nil {
			return jobs.Cancel(err)
		}
		return s.carry(ctx, id)
	})
	runner.Every(jobSweep, jobs.Each(6*time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.Sweep(ctx) })
	if s.Box != nil {
		runner.Every(jobFetch, jobs.Each(2*time.Minute), func(ctx context.Context, _ jobs.Job) error { return s.Fetch(ctx) })
	}
}

// Fetch takes what waits in the mailbox.
func (s *Service) Fetch(ctx context.Context) error {
	_, err := s.Box.Each(ctx, atOnce, func(r io.Reader, size int64) error {
		if r == nil {
			s.Log.WarnContext(ctx, "a letter in the mailbox is too large and stays there", "bytes", size)
			return mailbox.ErrLeave
		}
		out, err := s.Take(ctx, r)
		switch {
		case fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge):
			s.Log.WarnContext(ctx, "a letter in the mailbox cannot be read and stays there", "bytes", size, "error", err)
			return mailbox.ErrLeave
		case out.Ignored != "":
			s.Log.InfoContext(ctx, "a letter in the mailbox was not taken", "why", out.Ignored)
		}
		return err
	})
	return err
}

// carryNow carries files where there is no queue to do so.
func (s *Service) carryNow(ctx context.Context, id string, err error) error {
	if err != nil || s.Queue != nil {
		return err
	}
	return s.carry(ctx, id)
}

// carry moves the files of a letter to the request that it became part of. Cut
// off, it goes on where it was.
func (s *Service) carry(ctx context.Context, id string) error {
	var l Letter
	var files []File
	err := s.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		l, files, err = Get(ctx, tx, id)
		return err
	})
	if err != nil || l.TargetKind != requestTarget {
		return err
	}
	for _, f := range files {
		if err := s.carryOne(ctx, l, f); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) carryOne(ctx context.Context, l Letter, f File) error {
	there := false
	err := s.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		there, err = request.HasFile(ctx, tx, l.Target, f.Digest)
		return err
	})
	if err != nil {
		return err
	}
	if !there {
		b, err := s.Files.Open(ctx, f.MemberID, f.Digest)
		if err != nil {
			return err
		}
		_, err = s.Requests.AddFile(ctx, scope, l.Target, request.SentFile, f.Name, b)
		if err = errors.Join(err, b.Close()); err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Conflict) {
			return err // a request that was erased meanwhile takes none
		}
	}
	err = s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "letterbox.carry", `delete from register_letter_file where id = $1`, f.ID)
		return err
	})
	if err != nil {
		return err
	}
	return s.Files.Destroy(ctx, f.MemberID, []string{f.Digest})
}

// Sweep takes away what is no more needed: the address of whoever asked a question
// that has its answer, with what was attached; the names of letters that were
// sorted long ago.
func (s *Service) Sweep(ctx context.Context) error {
	const op = "letterbox.Sweep"
	var gone []File
	err := s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		gone = nil
		const answered = `state = 'sorted' and target_kind = 'question' and target_id in (select id from register_question where state <> 'open')`
		list, err := database.All(ctx, tx, op, func(r database.Row) (f File, err error) {
			return f, r.Scan(&f.ID, &f.MemberID, &f.Digest)
		}, `select id, member_id, digest from register_letter_file where letter_id in (select id from register_letter where `+answered+`)`)
		if err != nil {
			return err
		}
		gone = list
		for _, f := range list {
			if _, err := database.Exec(ctx, tx, op, `delete from register_letter_file where id = $1`, f.ID); err != nil {
				return err
			}
		}
		if _, err := database.Exec(ctx, tx, op, `update register_letter set from_email = '' where from_email <> '' and `+answered); err != nil {
			return err
		}
		_, err = database.Exec(ctx, tx, op, `delete from register_letter where state <> 'waiting' and done_at < $1`, tx.Clock().Now().Add(-kept).UnixMicro())
		return err
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	return s.Files.Destroy(ctx, gone[0].MemberID, digests(gone))
}

// Thread says which letter an answer about a record replies to.
func (s *Service) Thread(ctx context.Context, tx access.Tx, record string) (mail.Thread, error) {
	t := mail.Thread{ReplyTo: s.Answers}
	list, err := database.All(ctx, tx.Elevated("threads of letters"), "letterbox.Thread", scan,
		`select `+columns+` from register_letter where target_id = $1 and name <> '' order by received_at desc, id desc limit 1`, record)
	if err == nil && len(list) == 1 {
		t.InReplyTo, t.References = list[0].Name, list[0].Thread
	}
	return t, err
}

// AddressOf is where whoever asked a question by e-mail is answered; "" for
// nobody.
func (s *Service) AddressOf(ctx context.Context, tx access.Tx, question string) (string, error) {
	address, err := database.Value[string](ctx, tx.Elevated("who asked by e-mail"), "letterbox.AddressOf",
		`select from_email from register_letter where target_kind = 'question' and target_id = $1 order by id limit 1`, question)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return address, err
}
