package mail

import (
	"context"
	"encoding/json"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

// kind is the job's.
const kind = "mail.send"

// purpose is what the ring seals letters for.
const purpose = "mail"

// A Sealer keeps what nobody but the program shall read; keys.Ring is one.
type Sealer interface {
	Seal(purpose string, plain []byte) ([]byte, error)
	Unseal(purpose string, sealed []byte) ([]byte, error)
}

// Queue takes letters in the transaction that makes them necessary.
type Queue struct {
	jobs   *jobs.Queue
	sealer Sealer
	on     bool
}

// NewQueue returns the queue of an installation; on tells whether it has a mail
// server.
func NewQueue(q *jobs.Queue, sealer Sealer, on bool) *Queue {
	return &Queue{jobs: q, sealer: sealer, on: on}
}

// On tells whether letters go out. A nil queue sends none.
func (q *Queue) On() bool { return q != nil && q.on }

// letter is a job's arguments.
type letter struct {
	Sealed []byte `json:"sealed"`
}

// Post asks for a letter, which goes out if and when the transaction commits.
// Without a mail server it does nothing; ask Queue.On before promising a letter
// to anybody. A letter that cannot be one is Invalid.
func Post(ctx context.Context, tx database.Tx, q *Queue, m Message) error {
	const op = "mail.Post"
	if err := m.Check(); err != nil {
		return err
	}
	if !q.On() {
		return nil
	}
	plain, err := json.Marshal(m)
	if err != nil {
		return fault.Wrap(op, err)
	}
	sealed, err := q.sealer.Seal(purpose, plain)
	if err != nil {
		return fault.Wrap(op, err)
	}
	// All letters share one key of fairness: the mail server is one.
	_, err = q.jobs.Insert(ctx, tx, jobs.Job{Kind: kind, Args: letter{Sealed: sealed}, Fair: kind})
	return err
}

// open reads a letter back.
func (q *Queue) open(job jobs.Job) (m Message, err error) {
	var l letter
	if err := job.Decode(&l); err != nil {
		return m, err
	}
	plain, err := q.sealer.Unseal(purpose, l.Sealed)
	if err != nil {
		return m, fault.Wrap("mail.open", err)
	}
	return m, json.Unmarshal(plain, &m)
}
