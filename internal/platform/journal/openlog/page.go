package openlog

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/here"
)

// latest is how many entries the page lists.
const latest = 15

type view struct {
	State
	key, witnessKey string
	now             time.Time
	entries         []journal.Public
	proof           *proof
	consistency     *consistency
	form            *form.Form
}

func (s *Service) page(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q := r.URL.Query()
	v := view{key: s.p.Key, witnessKey: s.p.WitnessKey, now: s.p.Clock.Now(), form: form.New("entry", q.Get("entry"), "from", q.Get("from"))}
	var err error
	v.State, err = s.state(ctx, func(tx database.Tx, st State) (err error) {
		if v.entries, err = s.p.Journal.PublicBefore(ctx, tx, 0, latest); err != nil {
			return err
		}
		return s.answer(ctx, tx, st, &v)
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, web.Framed(ctx, title(ctx), body(v)))
}

// answer makes the proofs that the page was asked for.
func (s *Service) answer(ctx context.Context, tx database.Tx, st State, v *view) error {
	if entry := v.form.Text("entry", 200); entry != "" && st.Head.Size > 0 {
		n, id := int64(-1), entry
		if number, err := strconv.ParseInt(digits(entry), 10, 64); err == nil {
			n, id = number, ""
		}
		p, err := s.prove(ctx, tx, st, n, id, 0)
		switch {
		case fault.Is(err, fault.NotFound):
			v.form.Fail("entry", i18n.T("Le journal n’a pas cette entrée. Les numéros vont de 0 à la taille moins un.",
				"The journal does not have this entry. Numbers go from 0 to the size less one."))
		case err != nil:
			return err
		default:
			v.proof = &p
		}
	}
	if from := v.form.Text("from", 40); from != "" && st.Head.Size > 0 {
		n, err := strconv.ParseInt(digits(from), 10, 64)
		if err != nil || n < 1 || n > st.Head.Size {
			v.form.Fail("from", i18n.T("Indiquez un nombre d’entrées, de 1 à la taille du journal.", "Give a number of entries, from 1 to the size of the journal."))
			return nil
		}
		c, err := s.consistency(ctx, tx, st, n, 0)
		v.consistency = &c
		return err
	}
	return nil
}

// digits drops the blanks between the digits of a number.
func digits(s string) string {
	return strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(s)
}

func title(ctx context.Context) string { return i18n.Say(ctx, "Le journal", "The journal") }

func (v view) command(ctx context.Context) string {
	return "airial journal verify --url " + here.From(ctx).PublicURL + " --key " + v.key
}

func (v view) witnessWords(ctx context.Context) string {
	if v.Witness.Size == 0 {
		return i18n.Say(ctx, "pas encore contresigné", "not countersigned yet")
	}
	words := i18n.Sayf(ctx, "%s entrées contresignées le %s", "%s entries countersigned on %s",
		i18n.Number(ctx, v.Witness.Size), i18n.DateTime(ctx, v.Witness.SignedAt))
	if behind := v.Head.Size - v.Witness.Size; behind > 0 {
		words += i18n.Sayf(ctx, "\u202f; %s attendent", "; %s wait", i18n.Number(ctx, behind))
	}
	return words
}
