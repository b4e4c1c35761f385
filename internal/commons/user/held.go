package user

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

// heldForm is what was sent after the lock had fallen.
type heldForm struct {
	To     string // where it was sent
	Back   string // the page that it comes from
	Files  bool   // it held files, which cannot be kept
	Values []heldValue
	Shown  []heldValue `json:"-"`
}

type heldValue struct{ Name, Value string }

const (
	heldPath    = AccountPath + "/held"
	heldPurpose = "held-form"
	heldLife    = 30 * time.Minute
	maxHeld     = 256 << 10 // bytes
	maxHeldRows = 3         // of one account
)

// Hold keeps the form of a request whose session is locked, sealed and for a
// while, and returns the page that shows it to its sender once she is back; ""
// when there is nothing to keep. Passwords are never kept.
func (s *Service) Hold(r *http.Request) string {
	ctx := r.Context()
	account := s.Sessions.id(ctx)
	if s.Sessions.locked(ctx) == "" || account == "" || r.Method != http.MethodPost || web.IsFragment(r) {
		return ""
	}
	h, ok := readHeld(r)
	if !ok {
		return ""
	}
	code := rand.Text()
	if err := s.keepHeld(ctx, account, code, h); err != nil {
		return "" // the sender types it again; the log-in must not fail for it
	}
	s.Sessions.scs.Put(ctx, keyHeld, code)
	return heldPath
}

func readHeld(r *http.Request) (h heldForm, ok bool) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	r.Body = http.MaxBytesReader(nil, r.Body, maxHeld)
	var values url.Values
	switch kind {
	case "application/x-www-form-urlencoded":
		if r.ParseForm() != nil {
			return h, false
		}
		values = r.PostForm
	case "multipart/form-data":
		if r.ParseMultipartForm(maxHeld) != nil {
			return h, false
		}
		values, h.Files = r.MultipartForm.Value, len(r.MultipartForm.File) > 0
	default:
		return h, false
	}
	h.To, h.Back = SafeNext(r.URL.RequestURI()), home
	if from, err := url.Parse(r.Referer()); err == nil {
		h.Back = SafeNext(from.RequestURI())
	}
	for name, list := range values {
		for _, v := range list {
			if !strings.Contains(name, "password") && !slices.Contains([]string{"present", "fresh", "again", "code", "credential"}, name) {
				h.Values = append(h.Values, heldValue{name, v})
			}
		}
	}
	slices.SortStableFunc(h.Values, func(a, b heldValue) int { return strings.Compare(a.Name, b.Name) })
	return h, len(h.Values) > 0 && h.To != home
}

func (s *Service) keepHeld(ctx context.Context, account, code string, h heldForm) error {
	const op = "user.keepHeld"
	plain, err := json.Marshal(h)
	if err != nil {
		return err
	}
	sealed, err := s.Sealer.Seal(heldPurpose, plain)
	if err != nil {
		return err
	}
	return s.Doors.Write(ctx, access.System("session"), func(tx access.Tx) error {
		now := tx.Clock().Now()
		_, err := database.Exec(ctx, tx, op, `delete from held_form where expires_at < $1`, clock.Micros(now))
		if err != nil {
			return err
		}
		n, err := database.Value[int](ctx, tx, op, `select count(*) from held_form where account_id = $1`, account)
		if err != nil || n >= maxHeldRows {
			return err
		}
		_, err = database.Exec(ctx, tx, op, `insert into held_form (digest, account_id, sealed, expires_at) values ($1,$2,$3,$4)`,
			sessionKey(code), account, base64.RawStdEncoding.EncodeToString(sealed), clock.Micros(now.Add(heldLife)))
		return err
	})
}

// takeHeld returns the form that a person had sent, and forgets it.
func (s *Service) takeHeld(ctx context.Context, account, code string) (h heldForm, err error) {
	const op = "user.takeHeld"
	var sealed string
	err = s.Doors.Write(ctx, access.System("session"), func(tx access.Tx) (err error) {
		sealed, err = database.Value[string](ctx, tx, op, `select sealed from held_form where digest = $1 and account_id = $2 and expires_at > $3`,
			sessionKey(code), account, tx.Micros())
		if err != nil {
			return err
		}
		_, err = database.Exec(ctx, tx, op, `delete from held_form where digest = $1`, sessionKey(code))
		return err
	})
	if err != nil {
		return h, err
	}
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil {
		return h, fault.Wrap(op, err)
	}
	plain, err := s.Sealer.Unseal(heldPurpose, raw)
	if err != nil {
		return h, fault.Wrap(op, err)
	}
	if err := json.Unmarshal(plain, &h); err != nil {
		return h, fault.Wrap(op, err)
	}
	for _, v := range h.Values {
		if strings.TrimSpace(v.Value) != "" {
			h.Shown = append(h.Shown, v)
		}
	}
	return h, nil
}

// held shows what was sent after the lock had fallen, once.
func (p *pages) heldPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	code := p.sessions.scs.PopString(ctx, keyHeld)
	h, err := p.takeHeld(ctx, access.From(ctx).Actor().ID, code)
	if fault.Is(err, fault.NotFound) {
		return web.Redirect(w, r, home)
	}
	if err != nil {
		return err
	}
	return p.desk(w, r, http.StatusOK, i18n.Say(ctx, "Voici ce que vous aviez saisi", "Here is what you had typed"), heldBody(h))
}
