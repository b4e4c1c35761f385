package alert

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
	"airial/internal/platform/web"
)

// Pace is how often one is written to.
type Pace string

// The paces.
const (
	Daily  Pace = "day"
	Weekly Pace = "week"
)

// An Alert is what somebody wants to hear of.
type Alert struct {
	ID        string
	Mailbox   string     // her address
	Search    url.Values // as the page of searches has it, or "dataset"
	Language  i18n.Lang
	Pace      Pace
	Since     time.Time // what was published later is new
	Confirmed time.Time // zero until she said yes
}

const (
	forgetAfter = 3 * 24 * time.Hour // what nobody confirmed
	mostWaiting = 3                  // letters asking to confirm, of one address
	mostOfOne   = 30                 // alerts of one address
)

// Sealer seals addresses, and makes keys.
type Sealer interface {
	Seal(purpose string, plain []byte) ([]byte, error)
	Unseal(purpose string, sealed []byte) ([]byte, error)
	Derive(purpose string) []byte
}

const purpose = "alert"

// Service is the room, put together.
type Service struct {
	Parts
	key     []byte
	limiter *web.Limiter
}

// Parts is what the room is made with.
type Parts struct {
	Doors     *access.Doors
	Clock     clock.Clock
	Letters   *mail.Queue
	Keys      Sealer
	Site      Site
	PublicURL string
}

// New puts the room together.
func New(p Parts) *Service {
	return &Service{Parts: p, key: p.Keys.Derive(purpose), limiter: web.NewLimiter(p.Clock, 1.0/300, 6)}
}

var inside = access.System("alerts")

// mac is the keyed digest of a text, in one use.
func (s *Service) mac(use, text string) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte(use + "\x00" + text))
	return h.Sum(nil)
}

// token is what a letter names an alert by: nobody else can make it.
func (s *Service) token(id string) string {
	return id + "." + base64.RawURLEncoding.EncodeToString(s.mac("link", id)[:18])
}

// idOf is the alert that a token names; a fault of kind NotFound for any other
// text.
func (s *Service) idOf(token string) (string, error) {
	id, _, _ := strings.Cut(token, ".")
	if !hmac.Equal([]byte(s.token(id)), []byte(token)) {
		return "", fault.New(fault.NotFound, "alert.idOf", "Ce lien n’est pas complet. Recopiez-le depuis le courriel.", "This link is not complete. Copy it from the letter again.")
	}
	return id, nil
}

// keyOf is what an address is found by: nobody can compute it but the program.
func (s *Service) keyOf(mailbox string) string {
	return hex.EncodeToString(s.mac("mailbox", strings.ToLower(mailbox)))
}

// ask keeps what somebody wants to hear of, and writes to her for a yes. An
// address that has had its letters gets none: nobody is told so, for whoever asks
// may be another.
func (s *Service) ask(ctx context.Context, a Alert) error {
	const op = "alert.ask"
	key := s.keyOf(a.Mailbox)
	subject, err := s.Site.News(ctx, a.Search, s.Clock.Now(), 1)
	if err != nil {
		return err
	}
	return s.Doors.Write(ctx, inside, func(tx access.Tx) error {
		waiting, all := 0, 0
		same := false
		err := database.Each(ctx, tx, op, func(r database.Row) error {
			var search string
			var confirmed int64
			err := r.Scan(&search, &confirmed)
			all++
			if confirmed == 0 {
				waiting++
			} else if search == a.Search.Encode() {
				same = true
			}
			return err
		}, `select search, confirmed_at from portal_alert where mailbox_key = $1`, key)
		if err != nil || waiting >= mostWaiting || all >= mostOfOne || same {
			return err
		}
		a.ID = tx.NewID()
		if err := s.Put(ctx, tx, a); err != nil {
			return err
		}
		return mail.Post(ctx, tx, s.Letters, s.confirmation(ctx, a, subject))
	})
}

// Put keeps an alert that nobody has confirmed, under its identifier or a new one.
func (s *Service) Put(ctx context.Context, tx access.Tx, a Alert) error {
	const op = "alert.Put"
	sealed, err := s.Keys.Seal(purpose, []byte(a.Mailbox))
	if err != nil {
		return fault.Wrap(op, err)
	}
	if a.ID == "" {
		a.ID = tx.NewID()
	}
	_, err = database.Exec(ctx, tx, op, `insert into portal_alert (id, mailbox, mailbox_key, search, language, pace, since, due_at, confirmed_at, created_at)
		values ($1,$2,$3,$4,$5,$6,$7,0,0,$7)`, a.ID, base64.StdEncoding.EncodeToString(sealed), s.keyOf(a.Mailbox), a.Search.Encode(), string(a.Language), string(a.Pace), tx.Micros())
	return err
}

const columns = `id, mailbox, search, language, pace, since, confirmed_at`

func (s *Service) scan(r database.Row) (a Alert, err error) {
	var sealed, search, language, pace string
	var since, confirmed int64
	if err := r.Scan(&a.ID, &sealed, &search, &language, &pace, &since, &confirmed); err != nil {
		return a, err
	}
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return a, err
	}
	address, err := s.Keys.Unseal(purpose, raw)
	if err != nil {
		return a, err
	}
	a.Mailbox, a.Language, a.Pace = string(address), i18n.Lang(language), Pace(pace)
	a.Since, a.Confirmed = clock.FromMicros(since), clock.FromMicros(confirmed)
	a.Search, err = url.ParseQuery(search)
	return a, err
}

// get returns an alert; a fault of kind Gone when it has ended.
func (s *Service) get(ctx context.Context, tx access.Tx, id string) (Alert, error) {
	a, err := database.One(ctx, tx, "alert.get", s.scan, `select `+columns+` from portal_alert where id = $1`, id)
	if fault.Is(err, fault.NotFound) {
		return a, fault.New(fault.Gone, "alert.get", "Cette alerte est terminée : votre adresse est effacée d’ici.", "This alert has ended: your address is erased from here.")
	}
	return a, err
}

// confirm is her yes.
func (s *Service) confirm(ctx context.Context, tx access.Tx, id string) error {
	_, err := database.Exec(ctx, tx, "alert.confirm", `update portal_alert set confirmed_at = $2, since = $2, due_at = 0 where id = $1 and confirmed_at = 0`, id, tx.Micros())
	return err
}

// end forgets an alert with the address that it had.
func (s *Service) end(ctx context.Context, tx access.Tx, id string) error {
	_, err := database.Exec(ctx, tx, "alert.end", `delete from portal_alert where id = $1`, id)
	return err
}
