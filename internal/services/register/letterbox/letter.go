package letterbox

import (
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"context"
	"strings"
)

// State is where a letter stands.
type State string

// The states. A letter that is not Waiting is empty.
const (
	Waiting State = "waiting"
	Sorted  State = "sorted"
	Thrown  State = "thrown"
)

// Looks is what a letter seems to be.
type Looks string

// What a letter may be.
const (
	LooksRequest  Looks = "request"
	LooksQuestion Looks = "question"
	LooksReply    Looks = "reply" // to a request
	LooksSpam     Looks = "spam"
)

// Label names it for people.
func (l Looks) Label() i18n.Text {
	switch l {
	case LooksQuestion:
		return i18n.T("question", "question")
	case LooksReply:
		return i18n.T("réponse", "reply")
	case LooksSpam:
		return i18n.T("indésirable", "unwanted")
	}
	return i18n.T("demande de droits", "rights request")
}

// Letter is one that came in.
type Letter struct {
	ID, MemberID       string
	Name               string // Message-ID
	Thread             []string
	FromName, From     string
	To                 []string
	Subject, Words     string
	Cut                bool // it said more
	LeftFiles          int  // attachments that were left out
	State              State
	Looks              Looks
	Rights             []string // proposed, by the names of package request
	ForMember          string   // proposed; "" for none
	ForWhy             string   // address, siren, account, office
	RepliesTo          string   // the request that it seems to reply to
	TargetKind, Target string   // what was made of it: request, question
	TargetMember       string
	Written, Received  time.Time
	Done               time.Time
	Rev                int64
	By                 string
}

// Sender is who wrote, as far as she says.
func (l Letter) Sender() string {
	if l.FromName != "" {
		return l.FromName
	}
	return l.From
}

// File is an attachment.
type File struct {
	ID, LetterID, MemberID string
	Name, Kind             string
	Digest                 string
	Size                   int64
}

const columns = `id, member_id, name, thread, from_name, from_email, to_emails, subject, words, cut, left_files, state, looks, rights, for_member, for_why,
	replies_to, target_kind, target_id, target_member, written_at, received_at, done_at, rev, by_name`

func scan(r database.Row) (l Letter, err error) {
	var thread, to, state, looks, rights string
	var cut, written, received, done int64
	err = r.Scan(&l.ID, &l.MemberID, &l.Name, &thread, &l.FromName, &l.From, &to, &l.Subject, &l.Words, &cut, &l.LeftFiles, &state, &looks, &rights, &l.ForMember, &l.ForWhy,
		&l.RepliesTo, &l.TargetKind, &l.Target, &l.TargetMember, &written, &received, &done, &l.Rev, &l.By)
	l.Thread, l.To, l.Rights = strings.Fields(thread), strings.Fields(to), strings.Fields(rights)
	l.State, l.Looks, l.Cut = State(state), Looks(looks), cut != 0
	l.Written, l.Received, l.Done = clock.FromMicros(written), clock.FromMicros(received), clock.FromMicros(done)
	return l, err
}

// officer tells whether the scope sorts letters.
func officer(s access.Scope) bool { return s.IsSystem() || s.Has(access.ProtectionOfficer) }

// Get returns a letter with its files.
func Get(ctx context.Context, tx access.Tx, id string) (Letter, []File, error) {
	const op = "letterbox.Get"
	if !officer(tx.Scope()) {
		return Letter{}, nil, fault.Missing(op)
	}
	l, err := database.One(ctx, tx, op, scan, `select `+columns+` from register_letter where id = $1`, id)
	if err != nil {
		return l, nil, err
	}
	files, err := filesOf(ctx, tx, id)
	return l, files, err
}

func filesOf(ctx context.Context, tx access.Tx, letter string) ([]File, error) {
	return database.All(ctx, tx, "letterbox.files", func(r database.Row) (f File, err error) {
		return f, r.Scan(&f.ID, &f.LetterID, &f.MemberID, &f.Name, &f.Kind, &f.Digest, &f.Size)
	}, `select id, letter_id, member_id, name, kind, digest, size from register_letter_file where letter_id = $1 order by id`, letter)
}

// List returns letters: those that wait the oldest first, the others by when they
// were sorted, the latest first.
func List(ctx context.Context, tx access.Tx, state State, limit, offset int) ([]Letter, int, error) {
	const op = "letterbox.List"
	if !officer(tx.Scope()) {
		return nil, 0, fault.Missing(op)
	}
	total, err := database.Value[int](ctx, tx, op, `select count(*) from register_letter where state = $1`, string(state))
	if err != nil || total == 0 || limit == 0 {
		return nil, total, err
	}
	order := "received_at, id"
	if state != Waiting {
		order = "done_at desc, id desc"
	}
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from register_letter where state = $1 order by `+order+` limit $2 offset $3`, string(state), limit, offset)
	return list, total, err
}

// CountWaiting is how many letters wait for an officer.
func CountWaiting(ctx context.Context, tx access.Tx) (int, error) {
	_, n, err := List(ctx, tx, Waiting, 0, 0)
	return n, err
}
