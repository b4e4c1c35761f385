package address

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/standards/bal"
)

const jobSend = "address.send"

// States of a sending.
const (
	Waiting   = "waiting"   // in the queue, or being sent
	Refused   = "refused"   // the national base found errors in the file
	Stopped   = "stopped"   // it did not take it: no consent, a wrong token…
	Overtaken = "overtaken" // somebody else has published meanwhile
	Published = "published"
)

// Sending is a file that was sent, and what became of it.
type Sending struct {
	ID, MemberID string
	State        string
	Revision     string
	Detail       Detail
	Digest       string // SHA-256 of the file
	Rows         int
	Actor        access.Actor
	Sent, Done   time.Time
}

// Detail is what the national base answered.
type Detail struct {
	Errors   []string `json:"errors,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
	Message  string   `json:"message,omitempty"`
	// Before is the revision that was shown when the file was sent.
	Before string `json:"before,omitempty"`
	By     string `json:"by,omitempty"` // who published what is shown
	Anyway bool   `json:"anyway,omitempty"`
}

const sendingColumns = `id, member_id, state, revision, detail, digest, rows, actor_kind, actor_id, actor_name, sent_at, done_at`

func scanSending(r database.Row) (Sending, error) {
	var s Sending
	var detail, kind string
	var sent, done int64
	err := r.Scan(&s.ID, &s.MemberID, &s.State, &s.Revision, &detail, &s.Digest, &s.Rows, &kind, &s.Actor.ID, &s.Actor.Name, &sent, &done)
	s.Actor.Kind, s.Sent, s.Done = access.ActorKind(kind), clock.FromMicros(sent), clock.FromMicros(done)
	if err == nil && detail != "" {
		err = json.Unmarshal([]byte(detail), &s.Detail)
	}
	return s, err
}

// Sendings lists the latest.
func Sendings(ctx context.Context, tx access.Tx, member string, limit int) ([]Sending, error) {
	return database.All(ctx, tx, "address.Sendings", scanSending, `select `+sendingColumns+` from address_sending where member_id = $1 order by sent_at desc, id desc limit $2`, member, limit)
}

// SendingByID returns one.
func SendingByID(ctx context.Context, tx access.Tx, id string) (Sending, error) {
	return database.One(ctx, tx, "address.SendingByID", scanSending, `select `+sendingColumns+` from address_sending where id = $1`, id)
}

// Open tells whether anything is ever sent: an address in the settings, and a
// token.
func (s *Service) Open(ctx context.Context, tx access.Tx) (bool, error) {
	if s.p.Depot == "" {
		return false, nil
	}
	n, err := database.Value[int](ctx, tx.Elevated("address client"), "address.Open", `select count(*) from address_client`)
	return n > 0, err
}

// SetToken keeps the operator's token at the national base.
func (s *Service) SetToken(ctx context.Context, tx access.Tx, token string) error {
	const op = "address.SetToken"
	if !tx.Scope().Has(access.Administrator) {
		return fault.New(fault.Forbidden, op, "Seul l’administrateur de l’opérateur enregistre ce jeton.", "Only the operator’s administrator records this token.")
	}
	if len(token) < 8 || len(token) > 200 {
		return fault.New(fault.Invalid, op, "Collez le jeton que l’équipe de la Base adresse nationale a remis à l’opérateur.", "Paste the token that the team of the national address base gave the operator.")
	}
	sealed, err := s.p.Keys.Seal(tokenPurpose, []byte(token))
	if err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, `insert into address_client (id, token, set_at, set_by) values ('one',$1,$2,$3)
		on conflict (id) do update set token = excluded.token, set_at = excluded.set_at, set_by = excluded.set_by`, hex.EncodeToString(sealed), tx.Micros(), tx.Scope().Actor().Ref()); err != nil {
		return err
	}
	return tx.Record(ctx, "address.token", "", "address-client", nil)
}

const tokenPurpose = "address-client"

func (s *Service) depot(ctx context.Context, tx access.Tx) (depot, error) {
	const op = "address.depot"
	closed := fault.New(fault.Conflict, op, "L’envoi à la Base adresse nationale n’est pas ouvert sur ce serveur\u202f: demandez à l’opérateur.", "Sending to the national address base is not open on this server: ask the operator.")
	if s.p.Depot == "" {
		return depot{}, closed
	}
	list, err := database.All(ctx, tx.Elevated("address client"), op, func(r database.Row) (t string, err error) { return t, r.Scan(&t) }, `select token from address_client`)
	if err != nil {
		return depot{}, err
	}
	if len(list) == 0 {
		return depot{}, closed
	}
	sealed, err := hex.DecodeString(list[0])
	if err != nil {
		return depot{}, err
	}
	token, err := s.p.Keys.Unseal(tokenPurpose, sealed)
	if err != nil {
		return depot{}, err
	}
	return depot{base: s.p.Depot, token: string(token), client: s.p.Client}, nil
}

type sendArgs struct {
	Sending string `json:"sending"`
}

// Send puts the addresses on their way to the national base. What our check
// finds wrong is refused at once. anyway publishes over what somebody else has
// published.
func (s *Service) Send(ctx context.Context, tx access.Tx, m organisation.Member, anyway bool) (Sending, error) {
	const op = "address.Send"
	if err := tx.May(ctx, access.Publish, m.ID); err != nil {
		return Sending{}, err
	}
	if err := communeOnly(m); err != nil {
		return Sending{}, err
	}
	if _, err := s.depot(ctx, tx); err != nil {
		return Sending{}, err
	}
	_, rows, err := s.File(ctx, tx, m)
	if err != nil {
		return Sending{}, err
	}
	if busy, err := database.Value[int](ctx, tx, op, `select count(*) from address_sending where member_id = $1 and state = $2`, m.ID, Waiting); err != nil || busy > 0 {
		if err == nil {
			err = fault.New(fault.Conflict, op, "Un envoi est déjà en cours.", "Something is being sent already.")
		}
		return Sending{}, err
	}
	report, err := bal.CheckRows(rows, i18n.Local(tx.Clock().Now()))
	if err != nil {
		return Sending{}, err
	}
	if !report.Valid() {
		return Sending{}, fault.New(fault.Invalid, op, "Il reste %[1]d remarques qui empêchent l’envoi. Corrigez-les d’abord.", "%[1]d findings stand in the way. Correct them first.", report.Count(bal.Error))
	}
	one := Sending{ID: tx.NewID(), MemberID: m.ID, State: Waiting, Rows: len(rows), Actor: tx.Scope().Actor(), Sent: tx.Clock().Now(), Detail: Detail{Anyway: anyway}}
	detail, _ := json.Marshal(one.Detail)
	if _, err := database.Exec(ctx, tx, op, `insert into address_sending (`+sendingColumns+`) values ($1,$2,$3,'',$4,'',$5,$6,$7,$8,$9,0)`, one.ID, m.ID, Waiting, string(detail), one.Rows,
		string(one.Actor.Kind), one.Actor.ID, one.Actor.Name, clock.Micros(one.Sent)); err != nil {
		return one, err
	}
	if _, err := s.p.Queue.Insert(ctx, tx, jobs.Job{Kind: jobSend, Args: sendArgs{one.ID}, UniqueKey: one.ID, Fair: m.ID}); err != nil {
		return one, err
	}
	return one, tx.Record(ctx, "address.sent", m.ID, one.ID, map[string]any{"rows": one.Rows})
}

// File is the commune's file as it goes out, with its rows.
func (s *Service) File(ctx context.Context, tx access.Tx, m organisation.Member) ([]byte, []bal.Row, error) {
	list, err := Rows(ctx, tx, m.ID, "")
	if err != nil {
		return nil, nil, err
	}
	if len(list) == 0 {
		return nil, nil, fault.New(fault.Conflict, "address.File", "Il n’y a encore aucune adresse.", "There is no address yet.")
	}
	rows := file(m, list, i18n.Local(tx.Clock().Now()))
	var b bytes.Buffer
	err = bal.Write(&b, rows)
	return b.Bytes(), rows, err
}

// Handle gives the room's job to the runner.
func (s *Service) Handle(runner *jobs.Runner) { runner.Handle(jobSend, s.send) }

// send takes a sending through the national base's steps. Each is noted before
// the next, so that it goes on where it stood.
func (s *Service) send(ctx context.Context, job jobs.Job) error {
	var args sendArgs
	if err := job.Decode(&args); err != nil {
		return err
	}
	return s.deliver(ctx, args.Sending, job.Attempt)
}

func (s *Service) deliver(ctx context.Context, id string, attempt int) error {
	var one Sending
	var m organisation.Member
	var d depot
	var data []byte
	var base Base
	err := s.p.Doors.Read(ctx, access.System("address sending"), func(tx access.Tx) error {
		var err error
		if one, err = SendingByID(ctx, tx, id); fault.Is(err, fault.NotFound) {
			return nil // erased with its commune
		}
		if err != nil {
			return err
		}
		if m, err = organisation.Get(ctx, tx, one.MemberID); err != nil {
			return err
		}
		if base, _, err = Of(ctx, tx, m.ID); err != nil {
			return err
		}
		if d, err = s.depot(ctx, tx); err != nil {
			return err
		}
		data, _, err = s.File(ctx, tx, m)
		return err
	})
	if err != nil || one.ID == "" || one.State != Waiting {
		return err
	}
	sum := sha256.Sum256(data)
	one.Digest = hex.EncodeToString(sum[:])
	err = s.steps(ctx, d, m, base, data, &one)
	switch {
	case err == nil:
	case final(err) || attempt >= lastAttempt:
		one.State, one.Detail.Message = Stopped, sayDepot(err)
	default:
		_ = s.note(ctx, one)
		return err // the queue tries again
	}
	one.Done = s.p.Doors.Clock().Now()
	return s.note(ctx, one)
}

// lastAttempt is the one after which a sending is given up and says why.
const lastAttempt = 8

func (s *Service) steps(ctx context.Context, d depot, m organisation.Member, base Base, data []byte, one *Sending) error {
	if one.Revision != "" { // begun before: it may have been published without our hearing of it
		if r, err := d.get(ctx, one.Revision); err == nil && r.Status == "published" {
			one.State = Published
			return nil
		}
		one.Revision = ""
	}
	now, some, err := d.current(ctx, m.Insee)
	if err != nil {
		return err
	}
	if some && !one.Detail.Anyway {
		ours, err := s.ours(ctx, m.ID, now.ID)
		if err != nil {
			return err
		}
		if !ours {
			one.State, one.Detail.Before, one.Detail.By = Overtaken, now.ID, now.Client.Nom
			return nil
		}
	}
	r, err := d.createRevision(ctx, m.Insee, one.Actor.Name, m.Name, one.ID)
	if err != nil {
		return err
	}
	one.Revision = r.ID
	if err := s.note(ctx, *one); err != nil {
		return err
	}
	if err := d.upload(ctx, r.ID, data); err != nil {
		return err
	}
	if r, err = d.compute(ctx, r.ID); err != nil {
		return err
	}
	if v := r.Validation; v != nil {
		one.Detail.Errors, one.Detail.Warnings = v.Errors, v.Warnings
		if !v.Valid {
			one.State = Refused
			if len(v.Errors) == 0 {
				one.Detail.Errors = []string{"file.unreadable"}
			}
			return nil
		}
	}
	if r, err = d.publish(ctx, r.ID, base.Consent); err != nil {
		return err
	}
	if r.Status == "published" || r.IsCurrent {
		one.State = Published
		return nil
	}
	return errors.New("address: not published, and no reason given")
}

// ours tells whether a revision is one that was published from here.
func (s *Service) ours(ctx context.Context, member, id string) (ours bool, err error) {
	err = s.p.Doors.Read(ctx, access.System("address sending"), func(tx access.Tx) error {
		n, err := database.Value[int](ctx, tx, "address.ours", `select count(*) from address_sending where member_id = $1 and revision = $2`, member, id)
		ours = n > 0
		return err
	})
	return ours, err
}

func (s *Service) note(ctx context.Context, one Sending) error {
	return s.p.Doors.Write(ctx, access.System("address sending"), func(tx access.Tx) error {
		detail, err := json.Marshal(one.Detail)
		if err != nil {
			return err
		}
		_, err = database.Exec(ctx, tx, "address.note", `update address_sending set state = $1, revision = $2, detail = $3, digest = $4, done_at = $5 where id = $6`,
			one.State, one.Revision, string(detail), one.Digest, clock.Micros(one.Done), one.ID)
		if err == nil && !one.Done.IsZero() {
			err = tx.Record(ctx, "address.sending-"+one.State, one.MemberID, one.ID, map[string]any{"revision": one.Revision, "digest": one.Digest})
		}
		return err
	})
}

// sayDepot is what the national base said, or that it could not be asked.
func sayDepot(err error) string {
	var e *depotError
	if errors.As(err, &e) {
		if e.Status == http.StatusUnauthorized {
			return "401: " + e.Message
		}
		return e.Message
	}
	return err.Error()
}

// InNationalBase lists the communes whose addresses the national base published
// from here; member chooses one, "" all. That it did is public there.
func InNationalBase(ctx context.Context, tx access.Tx, member string) ([]string, error) {
	return database.All(ctx, tx.Elevated("address published"), "address.InNationalBase", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select distinct member_id from address_sending where state = $1 and ($2 = '' or member_id = $2) order by member_id`, Published, member)
}
