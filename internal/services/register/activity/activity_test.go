package activity_test

import (
	"context"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

const models = "/console/operator/rgpd/models"

// nobody subscribes to anything.
type nobody struct{}

func (nobody) List(context.Context, access.Tx) ([]activity.Client, error) { return nil, nil }

func each(t *testing.T, test func(t *testing.T, d *consoletest.Desk, s *model.Service, officer, clerk access.Scope)) {
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, model.Schema, designation.Schema, paper.Schema, activity.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		d := consoletest.New(t, g)
		s := &model.Service{Doors: g.Doors, Specs: model.Specs{activity.Kind: activity.Spec}}
		d.Serve(func(routes *web.Routes) {
			activity.New(activity.Parts{Doors: g.Doors, Desk: d.Console, Service: s, Clock: g.Clock, Clients: nobody{},
				Frame: func(_ context.Context, _ ui.Page, body templ.Component) templ.Component { return body }}).Register(routes)
			paper.New(paper.Parts{Doors: g.Doors, Desk: d.Console, Kinds: activity.Papers(), Officer: activity.Officer}).Register(routes)
			(&model.Pages{Desk: d.Console, Service: s, Spec: activity.Spec, Path: models, Domains: activity.Domains(), Install: activity.Install}).Register(routes)
		})
		test(t, d, s, organisationtest.At("dpo", g.Operator, access.ProtectionOfficer), organisationtest.At("clerk", g.Village, access.Depositor))
	})
}

// has wants a page to hold some words, in any order.
func has(t *testing.T, what, body string, words ...string) {
	t.Helper()
	text := html.UnescapeString(body)
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s lacks %q:\n%s", what, w, consoletest.Words(body))
		}
	}
}

var (
	hidden = regexp.MustCompile(`<(?:input|textarea|select)[^>]* name="([^"]+)"[^>]*>`)
	value  = regexp.MustCompile(` value="([^"]*)"`)
)

// fields are the values that a form of a page holds, as far as they stand in
// inputs.
func fields(body, action string) url.Values {
	out := url.Values{}
	i := strings.Index(body, `action="`+action+`"`)
	if i < 0 {
		return out
	}
	form := body[i:]
	form = form[:strings.Index(form, "</form>")]
	for _, m := range hidden.FindAllStringSubmatchIndex(form, -1) {
		tag, name := form[m[0]:m[1]], form[m[2]:m[3]]
		if strings.Contains(tag, `type="checkbox"`) && !strings.Contains(tag, " checked") {
			continue
		}
		switch {
		case strings.HasPrefix(tag, "<textarea"):
			rest := form[m[1]:]
			out.Set(name, rest[:strings.Index(rest, "</textarea>")])
		case strings.HasPrefix(tag, "<select"):
			rest := form[m[1]:]
			rest = rest[:strings.Index(rest, "</select>")]
			if j := strings.Index(rest, " selected"); j >= 0 {
				tag := rest[strings.LastIndex(rest[:j], "<option"):j]
				out.Set(name, value.FindStringSubmatch(tag)[1])
			}
		default:
			v := value.FindStringSubmatch(tag)
			if v != nil {
				out.Set(name, v[1])
			}
		}
	}
	for name := range out {
		out.Set(name, html.UnescapeString(out.Get(name)))
	}
	return out
}

func pairs(v url.Values) []string {
	var out []string
	for name, list := range v {
		for _, x := range list {
			out = append(out, name, x)
		}
	}
	return out
}

// The whole way: the officer installs the library, a town hall answers the
// questions and writes in a record, the model changes, the difference is
// settled, the batch is undone.
func TestARegisterFollowsItsModels(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, s *model.Service, officer, clerk access.Scope) {
		base := "/console/members/" + d.Village.Siren + "/rgpd"
		d.Wants(303, officer, models+"/install", "go", "1")
		body, _ := d.Wants(200, officer, models)
		has(t, "the library", body, "État civil", "Cantine, périscolaire", "SC02")

		body, _ = d.Wants(200, clerk, base)
		has(t, "an empty register", body, "Un premier registre en dix minutes", "Carte des données")
		body, _ = d.Wants(200, clerk, base+"/start")
		has(t, "the questions", body, "Une cantine", "Un cimetière")
		body, _ = d.Wants(200, clerk, base+"/start", "q.canteen", "yes")
		has(t, "what comes of it", body, "15 traitements à ajouter", "Cantine, périscolaire", "État civil")
		d.Wants(303, clerk, base+"/start", "q.canteen", "yes", "go", "1")
		body, _ = d.Wants(200, clerk, base+"/activities?q=allergies")
		one := regexp.MustCompile(`href="(` + base + `/activities/[0-9a-f-]+)"`).FindStringSubmatch(body)[1]
		has(t, "a search", body, "Cantine, périscolaire", "brouillon")
		d.Wants(403, organisationtest.At("reader", d.Village, access.Reader), one+"/edit")
		d.Wants(404, organisationtest.At("other", d.Town, access.Manager), one)

		// A field is written; a row is added by the button, then left empty.
		body, _ = d.Wants(200, clerk, one+"/edit")
		f := fields(body, one+"/edit")
		f.Set("about", "Le service de restauration de Saint-Élix.")
		f.Set("more", "software")
		body, _ = d.Wants(200, clerk, one+"/edit", pairs(f)...)
		f = fields(body, one+"/edit")
		f.Set("software.0.name", "Logiciel de cantine")
		f.Set("software.0.hosting", "En France")
		d.Wants(303, clerk, one+"/edit", pairs(f)...)
		body, _ = d.Wants(200, clerk, one)
		has(t, "the record", body, "Le service de restauration de Saint-Élix.", "écrit ici", "Logiciel de cantine", "à vérifier", "sensible")

		// Somebody who opened the form before meets what was written.
		stale := f
		stale.Set("about", "Autre chose.")
		stale.Set("service", "Écoles")
		body, _ = d.Wants(409, officer, one+"/edit", pairs(stale)...)
		has(t, "two writers", body, "a modifié cette fiche pendant que vous l’écriviez", "Garder mon texte", "Le service de restauration")

		// Notices, complete, checked.
		body, _ = d.Wants(200, clerk, one+"/notices")
		has(t, "notices", body, "Saint-Élix traite vos données pour", "vous opposer", "www.cnil.fr")
		if strings.Contains(body, "pictogramme") {
			t.Error("a canteen has a camera sign")
		}
		body, header := d.Wants(200, clerk, one+"/notices", "form", "page", "way", "docx")
		if !strings.HasPrefix(body, "PK") || !strings.Contains(header.Get("Content-Disposition"), "mention-page") {
			t.Errorf("the notice is no DOCX: %v", header)
		}
		d.Wants(303, clerk, one+"/notices", "form", "form", "way", "print")
		d.Wants(422, clerk, one+"/notices", "form", "form", "way", "by pigeon")
		d.Wants(403, organisationtest.At("reader", d.Village, access.Reader), one+"/notices", "form", "form", "way", "print")
		body, _ = d.Wants(200, clerk, base+"/notices")
		has(t, "the notices that were taken", body, "emportée en DOCX", "imprimée", "À jour", "14 traitements n’ont encore aucune mention")
		d.Wants(303, clerk, one+"/state", "to", "complete")
		body, _ = d.Wants(200, officer, one)
		d.Wants(303, officer, one+"/state", "to", "checked", "rev", fields(body[strings.Index(body, `value="checked"`)-200:], one+"/state").Get("rev"), "message", "Bien.")
		d.Wants(303, clerk, one+"/state", "to", "show")

		// The model changes where the town hall has written, and elsewhere.
		body, _ = d.Wants(200, officer, models+"?q=cantine")
		m := regexp.MustCompile(`href="(` + models + `/m/[0-9a-f-]+)"`).FindStringSubmatch(body)[1]
		body, _ = d.Wants(200, officer, m+"/edit")
		f = fields(body, m+"/edit")
		f.Set("about", "Repas, garderie, centres de loisirs.")
		f.Set("data.0.active", "Deux années scolaires")
		d.Wants(303, officer, m+"/edit", pairs(f)...)
		body, _ = d.Wants(200, officer, m)
		has(t, "what is to be issued", body, "À publier", "Deux années scolaires")
		d.Wants(303, officer, m+"/issue", "note", "Durées revues")
		_, header = d.Wants(303, officer, models+"/send", "model", m[len(models)+3:], "deed", "take")
		batch := header.Get("Location")
		if err := s.Run(t.Context(), batch[strings.LastIndexByte(batch, '/')+1:]); err != nil {
			t.Fatal(err)
		}
		body, _ = d.Wants(200, officer, batch)
		has(t, "the batch", body, "mises à jour", "1 différence à régler", "Saint-Élix")
		body, _ = d.Wants(200, clerk, one)
		has(t, "the record", body, "Deux années scolaires", "Le service de restauration de Saint-Élix.", "Le modèle a une nouvelle version", "Modifié depuis la vérification", "Durées revues")
		body, _ = d.Wants(200, clerk, base)
		has(t, "the first page", body, "1 mention en place n’est plus à jour", "différences à régler")
		body, _ = d.Wants(200, clerk, base+"/notices")
		has(t, "the notices that were taken", body, "1 mention à remplacer", "Page internet")
		body, _ = d.Wants(200, officer, "/console/operator/rgpd/notices")
		has(t, "the notices of all", body, "Saint-Élix", "mentions prises")
		d.Wants(200, clerk, one+"/notices", "form", "page", "way", "odt")
		body, _ = d.Wants(200, officer, "/console/operator/rgpd/notices")
		has(t, "the new one was taken", body, "Rien à remplacer")
		body, _ = d.Wants(200, clerk, one+"/settle")
		has(t, "side by side", body, "Le service de restauration de Saint-Élix.", "Repas, garderie, centres de loisirs.")
		f = fields(body, one+"/settle")
		d.Wants(422, clerk, one+"/settle", "rev", f.Get("rev"))
		d.Wants(303, clerk, one+"/settle", "rev", f.Get("rev"), "choice.about", "mine")
		body, _ = d.Wants(200, clerk, one+"/history")
		has(t, "the history", body, "Différences avec le modèle réglées", "Nouvelle version du modèle reprise", "Fiche modifiée", "Vérifiée par le délégué")
		_, header = d.Wants(303, officer, batch+"/undo", "go", "1")
		undo := header.Get("Location")
		if err := s.Run(t.Context(), undo[strings.LastIndexByte(undo, '/')+1:]); err != nil {
			t.Fatal(err)
		}
		body, _ = d.Wants(200, clerk, one)
		if strings.Contains(body, "Deux années scolaires") || !strings.Contains(body, "Le service de restauration de Saint-Élix.") {
			t.Error("the undoing is not what it should be")
		}

		// A file likely comes from the one of its name, whether all is read or names alone.
		err := d.Doors.Read(t.Context(), clerk, func(tx access.Tx) error {
			all, err := activity.Sources(t.Context(), tx, d.Village.ID)
			if err != nil {
				return err
			}
			for _, title := range []string{"Menus de la cantine", "Actes de l’état civil", "Relevés"} {
				id, there, err := activity.Likely(t.Context(), tx, d.Village.ID, "", title)
				if want := activity.Propose(all, "", title); err != nil || !there || id != want || (id == "") != (title == "Relevés") {
					t.Errorf("%s likely comes from %q, want %q; %v %v", title, id, want, there, err)
				}
			}
			if _, there, err := activity.Likely(t.Context(), tx, d.Town.ID, "", "Menus de la cantine"); there || err != nil {
				t.Errorf("an empty register: %v %v", there, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}

		// Papers, and a template of the operator's own.
		id := one[strings.LastIndexByte(one, '/')+1:]
		body, _ = d.Wants(200, clerk, base+"/papers")
		has(t, "the papers", body, "Registre des traitements", "Fiche de traitement", "panneau de vidéoprotection")
		body, _ = d.Wants(200, clerk, base+"/papers/fiche?of="+id)
		has(t, "the record as a paper", body, "Fiche de traitement", "Le service de restauration de Saint-Élix.", "Logiciel de cantine")
		if body, _ = d.Wants(200, clerk, base+"/papers/registre/pdf"); !strings.HasPrefix(body, "%PDF") {
			t.Error("the register is no PDF")
		}
		d.Wants(404, clerk, base+"/papers/fiche?of=nothing")
		d.Wants(404, clerk, base+"/papers/fiche/html?of="+id)
		d.Wants(404, organisationtest.At("other", d.Town, access.Manager), base+"/papers")
		const template = "/console/operator/rgpd/papers/fiche"
		body, _ = d.Wants(200, officer, template)
		has(t, "the template", body, "{{#finalites}}", "modèle d’origine", "Aperçu avec l’exemple")
		body, _ = d.Wants(422, officer, template, "lang", "fr", "was", "0", "do", "save", "body", "a\n\n{{nimporte}}")
		has(t, "a bad template", body, "Ligne 3 du modèle", "nimporte")
		body, _ = d.Wants(200, officer, template, "lang", "fr", "was", "0", "do", "preview", "member", "elix", "body", "# Notre fiche\n\n{{description}}")
		has(t, "the preview with a member", body, "Aperçu\u202f: Saint-Élix", "Notre fiche")
		d.Wants(303, officer, template, "lang", "fr", "was", "0", "do", "save", "note", "Plus court", "body", "# Notre fiche : {{nom}}\n\n{{description}}")
		body, _ = d.Wants(200, clerk, base+"/papers/fiche?of="+id)
		has(t, "the record after the operator’s template", body, "Notre fiche : Cantine", "Le service de restauration de Saint-Élix.")
		body, _ = d.Wants(200, officer, template+"/compare")
		has(t, "two versions", body, "Notre fiche", "retirée", "ajoutée")
		d.Wants(303, officer, template+"/restore", "lang", "fr", "was", "1")
		body, _ = d.Wants(200, officer, template)
		has(t, "back", body, "retour au modèle d’origine", "Plus court")

		// Exports, the public page, the map, the search over all.
		body, _ = d.Wants(200, clerk, base+"/export/json")
		var out activity.Exported
		if err := json.Unmarshal([]byte(body), &out); err != nil || len(out.Activities) != 15 || out.Activities[0].Record == nil {
			t.Errorf("JSON: %v, %d activities", err, len(out.Activities))
		}
		body, _ = d.Wants(200, clerk, base+"/export/csv")
		has(t, "CSV", body, "Finalités", "Logiciel de cantine – En France")
		if body, _ = d.Wants(200, clerk, base+"/export/xlsx"); !strings.HasPrefix(body, "PK") {
			t.Error("the workbook is none")
		}
		d.Wants(404, clerk, base+"/export/odt")
		if body, _ = d.Wants(200, clerk, base+"/export/ods"); !strings.Contains(body[:120], "application/vnd.oasis.opendocument.spreadsheet") {
			t.Error("the CNIL’s workbook is none")
		}
		for format, begins := range map[string]string{"xlsx": "PK", "csv": "\ufeff", "json": "{"} {
			if body, _ = d.Wants(200, officer, "/console/operator/rgpd/processor/"+format); !strings.HasPrefix(body, begins) {
				t.Errorf("the register as a processor as %s begins with %q", format, body[:10])
			}
		}
		body, _ = d.Wants(200, access.Public(), "/registers/"+d.Village.Siren)
		has(t, "the public page", body, "Cantine, périscolaire")
		if strings.Contains(body, "Logiciel de cantine") {
			t.Error("the public reads what software is used")
		}
		d.Wants(404, access.Public(), "/registers/"+d.Town.Siren)
		body, _ = d.Wants(200, clerk, base+"/map?people=children&q=repas")
		has(t, "where a child’s data are", body, "Logiciel de cantine (En France)", "<svg", "Comptable public")
		body, _ = d.Wants(200, officer, activity.EverywherePath+"?q=elix")
		has(t, "all registers", body, "Saint-Élix", "1 traitement")
	})
}
