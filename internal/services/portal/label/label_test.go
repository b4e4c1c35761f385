package label_test

import (
	"context"
	"errors"
	"html"
	"net"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
	"airial/internal/services/portal/label"
)

// zone is a DNS that a test writes.
type zone struct {
	txt, addresses map[string][]string
	aliases        map[string]string
	down           bool
}

func (z *zone) ask(from map[string][]string, name string) ([]string, error) {
	if z.down {
		return nil, errors.New("no answer")
	}
	if got := from[name]; len(got) > 0 {
		return got, nil
	}
	return nil, &net.DNSError{Name: name, IsNotFound: true}
}

func (z *zone) TXT(_ context.Context, name string) ([]string, error) { return z.ask(z.txt, name) }

func (z *zone) Addresses(_ context.Context, name string) ([]string, error) {
	return z.ask(z.addresses, name)
}

func (z *zone) Alias(_ context.Context, name string) (string, error) {
	if to := z.aliases[name]; to != "" {
		return to, nil
	}
	return name, nil
}

type house struct {
	*consoletest.Desk
	t     *testing.T
	room  *label.Service
	zone  *zone
	shown label.Face // what the preview was asked to show
	told  []string   // kinds of what the journal was told
}

// Append writes down what happened.
func (h *house) Append(_ context.Context, _ database.Tx, e journal.Entry) (string, error) {
	h.told = append(h.told, e.Kind)
	return "", nil
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, label.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		h := &house{Desk: consoletest.New(t, g), t: t, zone: &zone{txt: map[string][]string{}, aliases: map[string]string{},
			addresses: map[string][]string{"donnees.example.fr": {"192.0.2.1"}}}}
		g.Doors.Tell(h)
		h.room = label.New(label.Parts{Doors: g.Doors, PublicURL: "https://donnees.example.fr", OwnHosts: true, Resolver: h.zone})
		pages := h.room.Pages(h.Console, func(_ context.Context, _ organisation.Member, f label.Face) (templ.Component, error) {
			h.shown = f
			return templ.Raw("<main>aperçu</main>"), nil
		})
		h.Serve(pages.Register)
		test(t, h)
	})
}

func (h *house) manager(name string) access.Scope {
	return organisationtest.At(name, h.Town, access.Manager)
}

func (h *house) portal(more string) string {
	return "/console/members/" + h.Town.Siren + "/portal" + more
}

// face is what everybody sees of the town's portal.
func (h *house) face() label.Face {
	h.t.Helper()
	f, err := h.room.Face(h.t.Context(), h.Town)
	if err != nil {
		h.t.Fatal(err)
	}
	return f
}

func (h *house) title() string { return h.face().Label.Title.Fr }

var hidden = regexp.MustCompile(`<input type="hidden" name="(seen|draft)" value="([^"]*)"`)

// carried is what the forms of a page carry along.
func carried(body string) map[string]string {
	out := map[string]string{}
	for _, m := range hidden.FindAllStringSubmatch(body, -1) {
		out[m[1]] = html.UnescapeString(m[2])
	}
	return out
}

// write saves the name of the portal as somebody who has the page open.
func (h *house) write(who access.Scope, title string, more ...string) {
	h.t.Helper()
	body, _ := h.Wants(200, who, h.portal(""))
	h.Wants(303, who, h.portal(""), append([]string{"title-fr", title, "seen", carried(body)["seen"]}, more...)...)
}

func (h *house) publish(who access.Scope) {
	h.t.Helper()
	body, _ := h.Wants(200, who, h.portal(""))
	h.Wants(303, who, h.portal("/publish"), "draft", carried(body)["draft"])
}

// TestDraftAndHistory goes the way of a portal's face: a draft nobody sees, a
// look at it, publication, a second version, and back, to the first and to
// nothing.
func TestDraftAndHistory(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		odile := h.manager("odile")
		h.write(odile, "Ychoux ouvert")
		if h.title() != "" {
			t.Error("a draft is seen by all")
		}
		h.Wants(200, odile, h.portal("/preview"))
		if h.shown.Label.Title.Fr != "Ychoux ouvert" {
			t.Errorf("previewed: %+v", h.shown.Label.Title)
		}
		h.publish(odile)
		told := h.Told()
		undo := told[len(told)-1].Undo
		h.write(odile, "Ychoux, ses données")
		h.publish(odile)
		if h.title() != "Ychoux, ses données" {
			t.Errorf("published: %q", h.title())
		}
		body, _ := h.Wants(200, odile, h.portal("/history"))
		consoletest.Says(t, "the history", body, "Version 2", "Mme odile en ligne", "Mme odile Rétablir")

		h.write(odile, "En cours")
		h.Told()
		h.Wants(303, odile, h.portal("/history/1"), "x", "")
		if h.title() != "Ychoux ouvert" {
			t.Errorf("brought back: %q", h.title())
		}
		if body, _ := h.Wants(200, odile, h.portal("")); !strings.Contains(body, `value="En cours"`) {
			t.Error("going back in the history loses the draft")
		}
		told = h.Told()
		h.Wants(303, odile, told[len(told)-1].Undo, "x", "")
		if h.title() != "Ychoux, ses données" {
			t.Errorf("the return undone: %q", h.title())
		}
		h.Wants(303, odile, undo, "x", "")
		if f := h.face(); !f.Label.Title.Empty() {
			t.Errorf("the first publication undone: %+v", f.Label.Title)
		}
		h.Wants(404, odile, h.portal("/history/99"), "x", "")
		h.Wants(303, odile, h.portal("/discard"), "x", "")
		if body, _ := h.Wants(200, odile, h.portal("")); strings.Contains(body, "En cours") {
			t.Error("a draft that was given up is still there")
		}
	})
}

// TestColoursRefused: a colour that is hard to read is kept in the draft, comes
// back with the nearest that will do, is not published, and the one proposed is.
func TestColoursRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		odile := h.manager("odile")
		body, _ := h.Wants(422, odile, h.portal(""), "main", "#ffdd00")
		consoletest.Says(t, "the refusal", body, "#ffdd00 se lit mal sur le fond clair", "4,5", "Prendre #")
		h.Wants(303, odile, h.portal("/publish"), "x", "")
		if told := h.Told(); len(told) != 1 || !strings.HasPrefix(told[0].Text, "Rien n’est publié") || h.face().Label.Colours.Main != "" {
			t.Errorf("a colour nobody can read is published: %+v", told)
		}
		take := regexp.MustCompile(`value="(use:main:#[0-9a-f]{6})"`).FindStringSubmatch(body)
		if take == nil {
			t.Fatal("nothing is proposed")
		}
		h.Wants(303, odile, h.portal(""), "main", "#ffdd00", "do", take[1])
		h.publish(odile)
		if got := h.face().Label.Colours.Main; "use:main:"+got != take[1] {
			t.Errorf("taken: %q, proposed: %q", got, take[1])
		}
		h.Wants(422, odile, h.portal(""), "main", "rouge")
	})
}

// TestTwoPeople write at once: on one part the second is told, and nothing is
// lost of either; on two parts both are kept; and nobody publishes, or gives up,
// a draft that she has not seen.
func TestTwoPeople(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		odile, paul := h.manager("odile"), h.manager("paul")
		body, _ := h.Wants(200, paul, h.portal(""))
		legal, _ := h.Wants(200, paul, h.portal("/pages"))
		h.write(odile, "De Odile")
		first, _ := h.Wants(200, odile, h.portal(""))
		odiles := carried(first)["draft"]
		body, _ = h.Wants(409, paul, h.portal(""), "title-fr", "De Paul", "seen", carried(body)["seen"])
		consoletest.Says(t, "the second to save", body, "Quelqu’un d’autre a enregistré", "Mme odile", "n’est pas enregistré")
		if !strings.Contains(body, `value="De Paul"`) {
			t.Error("what the second has typed is lost")
		}
		if now, _ := h.Wants(200, odile, h.portal("")); !strings.Contains(now, `value="De Odile"`) {
			t.Error("the first’s draft is gone")
		}
		h.Wants(303, paul, h.portal("/pages"), "contact", "mairie@exemple.fr", "seen", carried(legal)["seen"])

		h.Told()
		for _, act := range []string{"/publish", "/discard"} {
			h.Wants(303, odile, h.portal(act), "draft", odiles)
			if told := h.Told(); len(told) != 1 || !strings.Contains(told[0].Text, "quelqu’un d’autre") || h.title() != "" {
				t.Errorf("%s of a draft that has changed: %+v, published %q", act, told, h.title())
			}
		}
		h.Wants(303, paul, h.portal(""), "title-fr", "De Paul", "seen", carried(body)["seen"])
		h.publish(paul)
		if f := h.face(); f.Label.Title.Fr != "De Paul" || f.Label.Contact != "mairie@exemple.fr" {
			t.Errorf("published: %+v", f.Label)
		}
	})
}

// TestWhoMayWrite: those who publish for a member, and nobody else, whichever
// page.
func TestWhoMayWrite(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Wants(303, organisationtest.At("odile", h.Town, access.Depositor), h.portal(""), "title-fr", "Nous")
		for name, who := range map[string]access.Scope{
			"a reader": organisationtest.At("rémi", h.Town, access.Reader),
			"another":  organisationtest.At("zoé", h.Village, access.Manager),
		} {
			for _, act := range []string{"", "/home", "/pages", "/publish", "/discard", "/history/0", "/accessibility", "/host"} {
				if status, _, _ := h.As(who, h.portal(act), "title-fr", "Eux"); status != 403 && status != 404 {
					t.Errorf("%s: %s: %d", name, act, status)
				}
			}
		}
		// The defaults of all members are the operator's.
		h.Wants(404, h.manager("odile"), h.portal("?for=members"))
	})
}

// TestDefaults: what a member leaves empty comes from the operator.
func TestDefaults(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := h.room.Publish(t.Context(), tx, h.Operator, label.OfMembers, label.Label{Contact: "aide@exemple.fr", Colours: label.Colours{Main: "#7a1f3d"}})
			if err != nil {
				return err
			}
			_, err = h.room.Publish(t.Context(), tx, h.Town, label.OfSite, label.Label{Title: i18n.T("Nous", "Us")})
			return err
		})
		if f := h.face(); f.Label.Contact != "aide@exemple.fr" || f.Label.Colours.Main != "#7a1f3d" || f.Label.Title.En != "Us" {
			t.Errorf("%+v", f.Label)
		}
	})
}

// TestStatement: not compliant until an audit is recorded, as the audit says
// then, and not compliant again when it is taken back or too old.
func TestStatement(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		odile := h.manager("odile")
		level := func(want label.Level) {
			t.Helper()
			h.Clock.Advance(label.Standing)
			if got := h.face().Statement.Level; got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
		level(label.None)
		audit := []string{"on", "2026-09-30", "auditor", "Un cabinet", "applicable", "70", "met", "63", "exceptions-fr", "Les cartes"}
		for what, wrong := range map[string][]string{"of tomorrow": {"on", "2026-10-06"}, "by nobody": {"auditor", ""}, "with more criteria than there are": {"applicable", "107"}, "meeting more than apply": {"met", "71"}} {
			form := append([]string{}, audit...)
			for i := range form {
				if i%2 == 0 && form[i] == wrong[0] {
					form[i+1] = wrong[1]
				}
			}
			if status, _, _ := h.As(odile, h.portal("/accessibility"), form...); status != 422 {
				t.Errorf("an audit %s: %d", what, status)
			}
		}
		h.Wants(303, odile, h.portal("/accessibility"), audit...)
		level(label.Partial)
		told := h.Told()
		h.Wants(303, odile, told[len(told)-1].Undo, "x", "")
		level(label.None)
		h.Wants(303, odile, h.portal("/accessibility"), append([]string{"met", "70"}, audit...)...)
		h.Clock.Advance(3 * 366 * 24 * 60 * 60 * 1e9)
		if f := h.face(); f.Statement.Level != label.None || !f.Statement.Expired {
			t.Errorf("after three years: %+v", f.Statement)
		}
	})
}
