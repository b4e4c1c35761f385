package letterbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/mail/incoming"
	"airial/internal/platform/mail/mailbox"
)

// Limits of the queue.
const (
	MaxLetter  = mailbox.MaxLetter
	maxWaiting = 5000
	maxOfOne   = 200 // letters of one address that wait
)

// Result is what became of a letter that came in.
type Result struct {
	ID      string // of the letter, where it was taken
	Same    bool   // it is there already
	Ignored string // why it was not taken: a program sent it
}

// Take takes a letter in. What is no letter, or is too large, is Invalid or
// TooLarge; a queue that is full is Unavailable: try again later.
func (s *Service) Take(ctx context.Context, r io.Reader) (Result, error) {
	const op = "letterbox.Take"
	raw, err := io.ReadAll(io.LimitReader(r, MaxLetter+1))
	if err != nil {
		return Result{}, fault.Wrap(op, err)
	}
	if len(raw) > MaxLetter {
		return Result{}, fault.New(fault.TooLarge, op, "Ce courriel dépasse %[1]d\u00a0Mo.", "This e-mail is larger than %[1]d MB.", MaxLetter>>20)
	}
	in, err := incoming.Read(bytes.NewReader(raw), func(incoming.File) error { return nil })
	if err != nil {
		return Result{}, &fault.Error{Kind: fault.Invalid, Op: op, Cause: err, Say: notALetter}
	}
	switch {
	case in.Automatic != "":
		return Result{Ignored: in.Automatic}, nil
	case in.From == "":
		return Result{Ignored: "no sender"}, nil
	case slices.ContainsFunc(s.Own, func(own string) bool { return strings.EqualFold(own, in.From) }):
		return Result{Ignored: "own letter"}, nil
	}
	key := keyOf(in, raw)
	var operator organisation.Member
	out, full := Result{}, false
	err = s.Doors.Read(ctx, scope, func(tx access.Tx) error {
		if operator, err = organisation.Operator(ctx, tx); err != nil {
			return err
		}
		if out.Same, err = there(ctx, tx, key); err != nil || out.Same {
			return err
		}
		_, waiting, err := List(ctx, tx, Waiting, 0, 0)
		if err != nil {
			return err
		}
		hers, err := database.Value[int](ctx, tx, op, `select count(*) from register_letter where state = 'waiting' and from_email = $1`, in.From)
		if hers >= maxOfOne {
			out.Ignored = "too many of one address"
		}
		full = waiting >= maxWaiting
		return err
	})
	switch {
	case err != nil || out.Same || out.Ignored != "":
		return out, err
	case full:
		return out, fault.New(fault.Unavailable, op, "La file des courriels est pleine\u202f: triez-la d’abord.", "The queue of e-mails is full: sort it first.")
	}
	var files []File
	in, err = incoming.Read(bytes.NewReader(raw), func(f incoming.File) error {
		ref, err := s.Files.Put(ctx, operator.ID, f.Body)
		if err == nil {
			files = append(files, File{MemberID: operator.ID, Name: f.Name, Kind: f.Type, Digest: ref.Digest, Size: ref.Size})
		}
		return err
	})
	if err != nil {
		return out, fault.Wrap(op, err)
	}
	err = s.Doors.Write(ctx, scope, func(tx access.Tx) (err error) {
		out, err = s.keep(ctx, tx, operator.ID, key, in, files)
		return err
	})
	return out, err
}

// scope is in whose name letters come in.
var scope = access.System("letterbox")

// keyOf names a letter, whatever its way: by its own name and its sender, or by
// its bytes.
func keyOf(in incoming.Letter, raw []byte) string {
	sum := sha256.Sum256(raw)
	if in.Name != "" {
		sum = sha256.Sum256([]byte("letter\n" + in.Name + "\n" + strings.ToLower(in.From)))
	}
	return hex.EncodeToString(sum[:])
}

func there(ctx context.Context, tx access.Tx, key string) (bool, error) {
	n, err := database.Value[int](ctx, tx, "letterbox.there", `select count(*) from register_letter where name_key = $1`, key)
	return n > 0, err
}

func (s *Service) keep(ctx context.Context, tx access.Tx, operator, key string, in incoming.Letter, files []File) (Result, error) {
	const op = "letterbox.keep"
	same, err := there(ctx, tx, key)
	if err != nil || same {
		return Result{Same: same}, err
	}
	l := Letter{ID: tx.NewID(), MemberID: operator, Name: in.Name, Thread: lastOf(in.References, 20), FromName: in.FromName, From: in.From, To: lastOf(in.To, 10), Subject: in.Subject,
		Words: in.Text, Cut: in.Cut, LeftFiles: in.Left, State: Waiting, Written: sentAt(in.Sent, tx.Clock().Now()), Received: tx.Clock().Now()}
	if err := s.propose(ctx, tx, &l, in); err != nil {
		return Result{}, err
	}
	_, err = database.Exec(ctx, tx, op, `insert into register_letter (id, member_id, name_key, name, thread, from_name, from_email, to_emails, subject, words, cut, left_files, state,
		looks, rights, for_member, for_why, replies_to, target_kind, target_id, target_member, written_at, received_at, done_at, rev, by_id, by_name)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,'waiting',$13,$14,$15,$16,$17,'','','',$18,$19,0,1,'','')`,
		l.ID, operator, key, l.Name, strings.Join(l.Thread, " "), l.FromName, l.From, strings.Join(l.To, " "), l.Subject, l.Words, database.Bool(l.Cut), l.LeftFiles,
		string(l.Looks), strings.Join(l.Rights, " "), l.ForMember, l.ForWhy, l.RepliesTo, clock.Micros(l.Written), clock.Micros(l.Received))
	if err != nil {
		return Result{}, err
	}
	for _, f := range files {
		if err := s.Files.Claim(ctx, tx, operator, f.Digest); err != nil {
			return Result{}, err
		}
		if _, err := database.Exec(ctx, tx, op, `insert into register_letter_file (id, letter_id, member_id, name, kind, digest, size) values ($1,$2,$3,$4,$5,$6,$7)`,
			tx.NewID(), l.ID, operator, f.Name, f.Kind, f.Digest, f.Size); err != nil {
			return Result{}, err
		}
	}
	return Result{ID: l.ID}, tx.Record(ctx, EventCame, operator, l.ID, map[string]any{"looks": l.Looks, "files": len(files)})
}

func lastOf(list []string, n int) []string { return list[max(len(list)-n, 0):] }

// sentAt is when a letter says that it was written, where that can be.
func sentAt(said, now time.Time) time.Time {
	if said.IsZero() || said.After(now) || said.Before(now.AddDate(-1, 0, 0)) {
		return now
	}
	return said
}
