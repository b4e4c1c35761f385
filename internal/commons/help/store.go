package help

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// What this room tells the journal: that something was asked or answered, never
// what.
const (
	EventAsked    = "help.asked"
	EventAnswered = "help.answered"
	EventClosed   = "help.closed"
	EventReopened = "help.reopened"
)

const columns = `id, number, asker_id, asker_name, member_id, page, piece_id, piece_title, request_id, state, taker_id,
	taker_name, asked_at, touched_at, unread`

// read are the columns with how the question begins.
const read = columns + `, coalesce((select m.words from help_message m where m.question_id = help_question.id order by m.at, m.id limit 1), '')`

func scan(r database.Row) (Question, error) {
	var q Question
	var state string
	var asked, touched int64
	err := r.Scan(&q.ID, &q.Number, &q.AskerID, &q.AskerName, &q.MemberID, &q.Page, &q.PieceID, &q.PieceTitle, &q.RequestID,
		&state, &q.TakerID, &q.TakerName, &asked, &touched, &q.Unread, &q.Begins)
	q.Begins = opening(q.Begins)
	q.State, q.Asked, q.Touched = State(state), clock.FromMicros(asked), clock.FromMicros(touched)
	return q, err
}

// opening is the first line of a message, cut where a list has no room for more.
func opening(words string) string {
	line, _, more := strings.Cut(words, "\n")
	const most = 90
	if r := []rune(line); len(r) > most {
		line, more = strings.TrimRight(string(r[:most]), " ,;:"), true
	}
	if !more {
		return line
	}
	if strings.HasSuffix(line, ".") || strings.HasSuffix(line, "?") {
		line += " "
	}
	return line + "…"
}

// asker is the person whose questions a scope asks: her for whom somebody acts,
// else herself.
func asker(s access.Scope) string {
	if s.Actor().Kind != access.Person {
		return ""
	}
	return access.Persons(s.Actor().ID)[0]
}

func checkWords(op, words string) (string, error) {
	words = strings.TrimSpace(words)
	if words == "" {
		return "", fault.New(fault.Invalid, op, "Écrivez votre message.", "Write your message.")
	}
	if n := utf8.RuneCountInString(words); n > MaxWords {
		return "", fault.New(fault.Invalid, op, "Ce message compte %[1]d caractères\u202f; la limite est de %[2]d.",
			"This message has %[1]d characters; the limit is %[2]d.", n, MaxWords)
	}
	return words, nil
}

// Ask sends a question to the operator. The scope is a person's; what she does
// not see of a member or a piece is for the caller to leave out.
func Ask(ctx context.Context, tx access.Tx, q Question, words string) (Question, error) {
	const op = "help.Ask"
	if q.AskerID = asker(tx.Scope()); q.AskerID == "" {
		return q, fault.Missing(op)
	}
	words, err := checkWords(op, words)
	if err != nil {
		return q, err
	}
	last, err := database.Value[int64](ctx, tx, op, `select coalesce(max(number), 0) from help_question`)
	if err != nil {
		return q, err
	}
	q.ID, q.Number, q.State, q.AskerName = tx.NewID(), last+1, Open, tx.Scope().Actor().Name
	q.Asked = tx.Clock().Now()
	q.Touched = q.Asked
	_, err = database.Exec(ctx, tx, op, `insert into help_question (`+columns+`)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,'','',$11,$12,0)`, q.ID, q.Number, q.AskerID, q.AskerName, q.MemberID, q.Page, q.PieceID,
		q.PieceTitle, q.RequestID, string(q.State), clock.Micros(q.Asked), clock.Micros(q.Touched))
	if err != nil {
		return q, err
	}
	if err := say(ctx, tx, q.ID, false, words); err != nil {
		return q, err
	}
	return q, tx.Record(ctx, EventAsked, q.MemberID, q.ID, nil)
}

func say(ctx context.Context, tx access.Tx, question string, operator bool, words string) error {
	a := tx.Scope().Actor()
	_, err := database.Exec(ctx, tx, "help.say", `insert into help_message (id, question_id, author_id, author_name, operator, words, at)
		values ($1,$2,$3,$4,$5,$6,$7)`, tx.NewID(), question, a.ID, a.Name, database.Bool(operator), words, tx.Micros())
	return err
}

// Get returns a question with all that was said. Who asked it sees it, and the
// operator's people.
func Get(ctx context.Context, tx access.Tx, id string) (Question, []Message, error) {
	const op = "help.Get"
	q, err := find(ctx, tx, op, id)
	if err != nil {
		return q, nil, err
	}
	list, err := database.All(ctx, tx, op, func(r database.Row) (Message, error) {
		var m Message
		var at int64
		err := r.Scan(&m.ID, &m.AuthorID, &m.AuthorName, &m.Operator, &m.Words, &at)
		m.At = clock.FromMicros(at)
		return m, err
	}, `select id, author_id, author_name, operator, words, at from help_message where question_id = $1 order by at, id`, id)
	return q, list, err
}

func find(ctx context.Context, tx access.Tx, op, id string) (Question, error) {
	q, err := database.One(ctx, tx, op, scan, `select `+read+` from help_question where id = $1`, id)
	if err != nil {
		return q, err
	}
	if s := tx.Scope(); !s.IsSystem() && !s.OfOperator() && asker(s) != q.AskerID {
		return Question{}, fault.Missing(op)
	}
	return q, nil
}

// Reply adds to a question. By the operator's people it is an answer, unless
// they ask for themselves; by the asker it opens the question again. It returns
// the question as it stands then.
func Reply(ctx context.Context, tx access.Tx, id, words string) (Question, error) {
	const op = "help.Reply"
	q, err := find(ctx, tx, op, id)
	if err != nil {
		return q, err
	}
	if words, err = checkWords(op, words); err != nil {
		return q, err
	}
	s := tx.Scope()
	answer := s.OfOperator() && s.Actor().ID != q.AskerID
	if err := say(ctx, tx, id, answer, words); err != nil {
		return q, err
	}
	q.State, q.Unread = Open, false
	if q.TakerID != "" {
		q.State = Taken
	}
	kind := EventAsked
	if answer {
		q.State, q.Unread, kind = Answered, true, EventAnswered
		if q.TakerID == "" {
			q.TakerID, q.TakerName = s.Actor().ID, s.Actor().Name
		}
	}
	return q, save(ctx, tx, op, q, kind)
}

// Take notes who looks after a question, or, a second time by the same person,
// that she no longer does.
func Take(ctx context.Context, tx access.Tx, id string) (Question, error) {
	const op = "help.Take"
	q, err := find(ctx, tx, op, id)
	if err != nil {
		return q, err
	}
	s := tx.Scope()
	if !s.OfOperator() {
		return q, fault.Missing(op)
	}
	if q.State == Closed {
		return q, fault.New(fault.Conflict, op, "Cette demande est close. Rouvrez-la d’abord.", "This request is closed. Open it again first.")
	}
	if q.TakerID == s.Actor().ID {
		q.TakerID, q.TakerName = "", ""
		if q.State == Taken {
			q.State = Open
		}
	} else {
		q.TakerID, q.TakerName = s.Actor().ID, s.Actor().Name
		if q.State == Open {
			q.State = Taken
		}
	}
	return q, save(ctx, tx, op, q, "")
}

// Close ends a question, and opens it again when open is true. The asker may,
// and the operator's people.
func Close(ctx context.Context, tx access.Tx, id string, open bool) (Question, error) {
	const op = "help.Close"
	q, err := find(ctx, tx, op, id)
	if err != nil || (q.State == Closed) != open {
		return q, err
	}
	kind := EventClosed
	q.State = Closed
	if open {
		kind, q.State = EventReopened, Open
		if q.TakerID != "" {
			q.State = Taken
		}
	}
	return q, save(ctx, tx, op, q, kind)
}

// Seen notes that the asker has read the answers.
func Seen(ctx context.Context, tx access.Tx, id string) error {
	_, err := database.Exec(ctx, tx, "help.Seen", `update help_question set unread = 0 where id = $1 and asker_id = $2 and unread = 1`,
		id, tx.Scope().Actor().ID)
	return err
}

func save(ctx context.Context, tx access.Tx, op string, q Question, event string) error {
	_, err := database.Exec(ctx, tx, op, `update help_question set state = $1, taker_id = $2, taker_name = $3, touched_at = $4, unread = $5 where id = $6`,
		string(q.State), q.TakerID, q.TakerName, tx.Micros(), database.Bool(q.Unread), q.ID)
	if err != nil || event == "" {
		return err
	}
	return tx.Record(ctx, event, q.MemberID, q.ID, nil)
}

// Filter narrows the operator's queue.
type Filter struct {
	State  State // "" is all that are not closed
	All    bool  // the closed ones too
	Taker  string
	Member string
	Query  string // words of the question, its asker, its number
}

func (f Filter) where() (string, []any) {
	conditions, args := []string{"1=1"}, []any{}
	add := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "$?", fmt.Sprintf("$%d", len(args)), 1)
		}
		conditions = append(conditions, condition)
	}
	switch {
	case f.State != "":
		add("state = $?", string(f.State))
	case !f.All:
		add("state <> $?", string(Closed))
	}
	if f.Taker != "" {
		add("taker_id = $?", f.Taker)
	}
	if f.Member != "" {
		add("member_id = $?", f.Member)
	}
	for _, word := range strings.Fields(f.Query) {
		like := "%" + text.EscapeLike(strings.ToLower(strings.TrimPrefix(word, "#"))) + "%"
		add(`(lower(asker_name) like $? escape '\' or cast(number as text) like $? escape '\' or request_id like $? escape '\'
			or exists (select 1 from help_message m where m.question_id = help_question.id and lower(m.words) like $? escape '\'))`, like, like, like, like)
	}
	return strings.Join(conditions, " and "), args
}

// Queue lists questions for the operator's people: those that nobody looks at
// first, the oldest first.
func Queue(ctx context.Context, tx access.Tx, f Filter, limit, offset int) ([]Question, int, error) {
	const op = "help.Queue"
	if s := tx.Scope(); !s.IsSystem() && !s.OfOperator() {
		return nil, 0, fault.Missing(op)
	}
	where, args := f.where()
	total, err := database.Value[int](ctx, tx, op, `select count(*) from help_question where `+where, args...)
	if err != nil || total == 0 || limit == 0 {
		return nil, total, err
	}
	n := len(args)
	list, err := database.All(ctx, tx, op, scan, `select `+read+` from help_question where `+where+`
		order by case state when 'open' then 0 when 'taken' then 1 when 'answered' then 2 else 3 end, touched_at, id
		limit `+fmt.Sprintf("$%d offset $%d", n+1, n+2), append(args, limit, offset)...)
	return list, total, err
}

// Mine lists the questions of the person of the scope, the latest first.
func Mine(ctx context.Context, tx access.Tx, limit int) ([]Question, error) {
	return database.All(ctx, tx, "help.Mine", scan, `select `+read+` from help_question where asker_id = $1
		order by touched_at desc, id desc limit $2`, asker(tx.Scope()), limit)
}

// countQueue is how many questions nobody has answered.
func countQueue(ctx context.Context, tx access.Tx) (int, error) {
	return database.Value[int](ctx, tx, "help.count", `select count(*) from help_question where state in ('open','taken')`)
}

// countUnread is how many answers the person of the scope has not read.
func countUnread(ctx context.Context, tx access.Tx) (int, error) {
	return database.Value[int](ctx, tx, "help.unread", `select count(*) from help_question where asker_id = $1 and unread = 1`, asker(tx.Scope()))
}

// Forget destroys what a person asked and what she was answered, when her
// account is erased. What she answered herself, of the operator, stays.
func Forget(ctx context.Context, tx access.Tx, account string) error {
	_, err := database.Exec(ctx, tx, "help.Forget", `delete from help_message where question_id in
		(select id from help_question where asker_id = $1)`, account)
	return err
}
