package letterbox

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
	"airial/internal/services/register/advice"
	"airial/internal/services/register/request"
)

// What a letter may become.
const (
	requestTarget  = "request"
	questionTarget = "question"
)

// waiting reads a letter that is to be sorted, as whoever asks has seen it.
func waiting(ctx context.Context, tx access.Tx, id string, rev int64) (Letter, []File, error) {
	const op = "letterbox.waiting"
	l, files, err := Get(ctx, tx, id)
	if err != nil {
		return l, files, err
	}
	if l.State != Waiting || l.Rev != rev {
		return l, files, fault.New(fault.Conflict, op, "Ce courriel vient d’être trié par quelqu’un d’autre.", "Somebody else has just sorted this e-mail.")
	}
	return l, files, nil
}

// AsRequest makes a rights request of a letter. The clock runs from the day on
// which the letter was received.
func (s *Service) AsRequest(ctx context.Context, sc access.Scope, id string, rev int64, in request.Intake) (request.Request, error) {
	var r request.Request
	err := s.Doors.Write(ctx, sc, func(tx access.Tx) error {
		l, files, err := waiting(ctx, tx, id, rev)
		if err != nil {
			return err
		}
		in.Channel = request.ByMail
		if in.ReceivedOn == "" {
			in.ReceivedOn = access.Day(l.Received)
		}
		if r, err = request.Receive(ctx, tx, in); err != nil {
			return err
		}
		return s.sorted(ctx, tx, l, files, requestTarget, r.ID, r.MemberID, "")
	})
	return r, s.carryNow(ctx, id, err)
}

// AsQuestion makes a question to the officer of a letter. Its attachments stay
// with the letter, and the address to answer.
func (s *Service) AsQuestion(ctx context.Context, sc access.Scope, id string, rev int64, member, words string) (advice.Question, error) {
	var q advice.Question
	err := s.Doors.Write(ctx, sc, func(tx access.Tx) error {
		l, _, err := waiting(ctx, tx, id, rev)
		if err != nil {
			return err
		}
		if member == "" {
			return fault.New(fault.Invalid, "letterbox.member", "Choisissez la collectivité.", "Choose the body.")
		}
		if q, err = advice.Take(ctx, tx, member, "", l.Sender(), Path(id), words); err != nil {
			return err
		}
		return s.sorted(ctx, tx, l, nil, questionTarget, q.ID, q.MemberID, l.From)
	})
	return q, err
}

// Join adds a letter to a request: what it says as a file of text, and what was
// attached.
func (s *Service) Join(ctx context.Context, sc access.Scope, id string, rev int64, to string) (request.Request, error) {
	var r request.Request
	var l Letter
	err := s.Doors.Read(ctx, sc, func(tx access.Tx) (err error) {
		if l, _, err = waiting(ctx, tx, id, rev); err != nil {
			return err
		}
		r, _, _, err = request.Get(ctx, tx, to)
		return err
	})
	if err != nil {
		return r, err
	}
	name := "courriel-" + access.Day(l.Received) + ".txt"
	body := "De\u00a0: " + strings.TrimSpace(l.FromName+" <"+l.From+">") + "\nObjet\u00a0: " + l.Subject + "\n\n" + l.Words + "\n"
	if _, err = s.Requests.AddFile(ctx, sc, to, request.SentFile, name, strings.NewReader(body)); err != nil {
		return r, err
	}
	err = s.Doors.Write(ctx, sc, func(tx access.Tx) error {
		l, files, err := waiting(ctx, tx, id, rev)
		if err != nil {
			return err
		}
		return s.sorted(ctx, tx, l, files, requestTarget, to, r.MemberID, "")
	})
	return r, s.carryNow(ctx, id, err)
}

// Throw erases a letter that does not concern the officer: who wrote it, what it
// says, what was attached. It cannot be undone.
func (s *Service) Throw(ctx context.Context, sc access.Scope, id string, rev int64) error {
	var files []File
	var operator string
	err := s.Doors.Write(ctx, sc, func(tx access.Tx) error {
		l, list, err := waiting(ctx, tx, id, rev)
		if err != nil {
			return err
		}
		files, operator = list, l.MemberID
		if _, err := database.Exec(ctx, tx, "letterbox.Throw", `delete from register_letter_file where letter_id = $1`, id); err != nil {
			return err
		}
		if err := empty(ctx, tx, l, Thrown, "", "", "", ""); err != nil {
			return err
		}
		if _, err := database.Exec(ctx, tx, "letterbox.Throw", `update register_letter set name = '', thread = '' where id = $1`, id); err != nil {
			return err
		}
		return tx.Record(ctx, EventThrown, l.MemberID, id, nil)
	})
	if err != nil || len(files) == 0 {
		return err
	}
	return s.Files.Destroy(ctx, operator, digests(files))
}

func digests(files []File) (out []string) {
	for _, f := range files {
		out = append(out, f.Digest)
	}
	return out
}

// sorted empties a letter that became a record, and has its files follow.
func (s *Service) sorted(ctx context.Context, tx access.Tx, l Letter, files []File, kind, target, member, address string) error {
	if err := empty(ctx, tx, l, Sorted, kind, target, member, address); err != nil {
		return err
	}
	if len(files) > 0 && s.Queue != nil {
		if _, err := s.Queue.Insert(ctx, tx.Elevated("files of a letter"), jobs.Job{Kind: jobCarry, Args: l.ID, UniqueKey: l.ID}); err != nil {
			return err
		}
	}
	return tx.Record(ctx, EventSorted, l.MemberID, l.ID, map[string]any{"kind": kind, "record": target})
}

// empty takes what a letter says out of the queue. The address stays where an
// answer is still to go there.
func empty(ctx context.Context, tx access.Tx, l Letter, state State, kind, target, member, address string) error {
	by := tx.Scope().Actor()
	_, err := database.Exec(ctx, tx, "letterbox.empty", `update register_letter set state = $1, from_name = '', from_email = $2, to_emails = '', subject = '', words = '', rights = '', for_member = '',
		for_why = '', replies_to = '', target_kind = $3, target_id = $4, target_member = $5, done_at = $6, rev = rev + 1, by_id = $7, by_name = $8 where id = $9`,
		string(state), address, kind, target, member, tx.Micros(), by.ID, by.Name, l.ID)
	return err
}
