package voice

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// Sealer seals what must be secret in the database; keys.Ring is one.
type Sealer interface {
	Seal(purpose string, plain []byte) ([]byte, error)
	Unseal(purpose string, sealed []byte) ([]byte, error)
}

// Catalogue is what this room needs of whoever keeps datasets.
type Catalogue interface {
	// Public returns a dataset that everybody may see, by the addresses of its
	// member and its own; any other is NotFound or Gone.
	Public(ctx context.Context, member, dataset string) (Dataset, error)
	// Dataset returns one by its identifier, public or not, to the system.
	Dataset(ctx context.Context, tx access.Tx, id string) (Dataset, error)
}

// Dataset is what a matter is about.
type Dataset struct {
	ID     string
	Title  string // "" once it is erased
	Path   string // its public page
	Member organisation.Member
	Public bool
}

// Parts is what the room is made with.
type Parts struct {
	Doors     *access.Doors
	Catalogue Catalogue
	Letters   *mail.Queue
	Sealer    Sealer
	Clock     clock.Clock
	// Key signs forms and digests addresses.
	Key       []byte
	PublicURL string
	// Frame dresses a page as those of a member's public site.
	Frame func(ctx context.Context, page ui.Page, m organisation.Member, body templ.Component) templ.Component
	// Ledger has several processes count callers together; may be nil.
	Share func(*web.Limiter) *web.Limiter
}

// Service is the room, put together.
type Service struct {
	Parts
	limiter *web.Limiter // of the public form, by network
}

// New puts the room together. From one network a few may be sent in a row, then
// one each ten minutes.
func New(p Parts) *Service {
	s := &Service{Parts: p, limiter: web.NewLimiter(p.Clock, 1.0/600, 5)}
	if p.Share != nil {
		s.limiter = p.Share(s.limiter)
	}
	return s
}

// On tells whether anything can be submitted: the address of whoever writes is
// checked by mail.
func (s *Service) On() bool { return s.Letters.On() }

// What this room tells the journal.
const (
	EventReceived = "voice.received"
	EventAnswered = "voice.answered"
	EventDeclined = "voice.declined"
	EventShown    = "voice.shown"
	EventHidden   = "voice.hidden"
	EventReminded = "voice.reminded"
	EventErased   = "voice.erased" // who wrote it is no longer known
)

// Bounds against floods: letters to one address in a day, and what a member may
// receive in a day.
const (
	mostPerAddress = 3
	mostDaily      = 50
)

const sealPurpose = "voice"

func (s *Service) digest(email string) string {
	mac := hmac.New(sha256.New, s.Key)
	mac.Write([]byte("address " + strings.ToLower(email)))
	return hex.EncodeToString(mac.Sum(nil))
}

func proofOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Submit keeps what somebody sends, and writes to her address. Nobody of the
// member sees it before she has followed the link.
func (s *Service) Submit(ctx context.Context, tx access.Tx, dataset Dataset, d Draft) error {
	const op = "voice.Submit"
	if !s.On() {
		return fault.New(fault.Unavailable, op, "Ce site n’envoie pas de courriel\u202f: il ne peut rien recevoir ici. Écrivez à la collectivité.", "This site sends no mail: it can receive nothing here. Write to the public body.")
	}
	if err := d.Check(); err != nil {
		return err
	}
	if err := access.Served(ctx, tx, op, dataset.Member.ID); err != nil {
		return err
	}
	day := clock.Micros(tx.Clock().Now().Add(-24 * time.Hour))
	digest := s.digest(d.Email)
	mine, err := database.Value[int](ctx, tx, op, `select count(*) from voice_asker where address = $1 and created_at > $2`, digest, day)
	if err != nil {
		return err
	}
	all, err := database.Value[int](ctx, tx, op, `select count(*) from voice_thread where member_id = $1 and created_at > $2`, dataset.Member.ID, day)
	if err != nil {
		return err
	}
	if mine >= mostPerAddress || all >= mostDaily {
		return fault.New(fault.TooMany, op, "Trop de messages sont arrivés depuis hier. Revenez demain, ou écrivez à la collectivité.", "Too many messages have come in since yesterday. Come back tomorrow, or write to the public body.")
	}
	t := Thread{ID: tx.NewID(), MemberID: dataset.Member.ID, DatasetID: dataset.ID, Kind: d.Kind, State: Unproven, Title: strings.TrimSpace(d.Title), Body: strings.TrimSpace(d.Body),
		Link: d.Link, Reuse: d.Reuse, Created: tx.Clock().Now()}
	if err := insert(ctx, tx, t); err != nil {
		return err
	}
	sealed, err := s.Sealer.Seal(sealPurpose, []byte(d.Email))
	if err != nil {
		return fault.Wrap(op, err)
	}
	var key [24]byte
	_, _ = rand.Read(key[:]) // never fails
	secret := base64.RawURLEncoding.EncodeToString(key[:])
	lang := d.Lang
	if lang == "" {
		lang = i18n.French
	}
	_, err = database.Exec(ctx, tx, op, `insert into voice_asker (thread_id, member_id, name, shown, email, address, lang, proof, created_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		t.ID, t.MemberID, strings.TrimSpace(d.Name), database.Bool(d.Shown), base64.StdEncoding.EncodeToString(sealed), digest, string(lang), proofOf(secret), clock.Micros(t.Created))
	if err != nil {
		return err
	}
	link := s.PublicURL + "/" + string(lang) + provePath(dataset.Member.Slug, t.ID, secret)
	return mail.Post(ctx, tx, s.Letters, mail.Message{To: d.Email, Subject: i18n.T("Confirmez votre message à %[1]s", "Confirm your message to %[1]s", oneLine(dataset.Member.Name)).In(lang),
		Text: i18n.T("Bonjour,\n\nQuelqu’un, sans doute vous, a écrit à %[1]s au sujet du jeu de données «\u00a0%[2]s\u00a0». Pour que ce message lui parvienne, ouvrez cette page et confirmez\u202f:\n%[3]s\n\nLe lien vaut deux jours. Si ce n’est pas vous, ne faites rien\u202f: le message et votre adresse seront supprimés.\n",
			"Hello,\n\nSomebody, probably you, has written to %[1]s about the dataset “%[2]s”. For the message to reach it, open this page and confirm:\n%[3]s\n\nThe link is good for two days. If it was not you, do nothing: the message and your address will be deleted.\n",
			dataset.Member.Name, dataset.Title, link).In(lang)})
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// proven finds what a link leads to.
func (s *Service) proven(ctx context.Context, tx access.Tx, id, secret string) (Thread, error) {
	const op = "voice.proven"
	gone := fault.New(fault.Gone, op, "Ce lien ne vaut plus\u202f: il a plus de deux jours, ou le message a été supprimé.", "This link is no longer good: it is older than two days, or the message was deleted.")
	t, err := database.One(ctx, tx, op, scan, `select `+columns+` from voice_thread where id = $1`, id)
	if fault.Is(err, fault.NotFound) {
		return t, gone
	}
	if err != nil {
		return t, err
	}
	a, err := askerOf(ctx, tx, id)
	if fault.Is(err, fault.NotFound) || err == nil && !hmac.Equal([]byte(a.proof), []byte(proofOf(secret))) {
		return t, gone
	}
	return t, err
}

// Prove lets a matter reach its member: whoever wrote it reads at her address.
// Twice does no more than once.
func (s *Service) Prove(ctx context.Context, tx access.Tx, id, secret string) (Thread, error) {
	t, err := s.proven(ctx, tx, id, secret)
	if err != nil || t.State != Unproven {
		return t, err
	}
	t.State, t.Proven = Waiting, tx.Clock().Now()
	t.Reminded = t.Proven
	if err := save(ctx, tx, t); err != nil {
		return t, err
	}
	if err := tx.Record(ctx, EventReceived, t.MemberID, t.ID, map[string]string{"kind": string(t.Kind), "dataset": t.DatasetID}); err != nil {
		return t, err
	}
	return t, s.tell(ctx, tx, t, i18n.T("Nouveau message du public sur un jeu de données", "New message of the public on a dataset"),
		i18n.T("Bonjour,\n\nUne personne a écrit au sujet du jeu de données «\u00a0%[1]s\u00a0». Son adresse est vérifiée. Lisez son message et répondez\u202f:", "Hello,\n\nSomebody has written about the dataset “%[1]s”. Her address is checked. Read the message and answer:"))
}
