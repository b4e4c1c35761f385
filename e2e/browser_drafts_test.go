package e2e

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const faultyGrants = "Export du logiciel de finances;;;;;;;;;;;;;;;\n" +
	"NOMATTRIBUANT;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;rnaBeneficiaire;objet;montant;nature;conditionsVersement;datesPeriodeVersement;idRAE;notificationUE;pourcentageSubvention;dispositifAide\n" +
	"Escourbac;213 399 900 00017;08/04/2025;D1;Les amis du lac;899 999 007 00011;;Fête du lac;1 500,50 €; Aide en numeraire ;unique;2025-05-02;;NON;1;\n" +
	"Escourbac;213 399 900 00017;31/02/2025;D2;Club nautique;89999900700011;;Stages;8000;aide en numéraire;unique;2025-05-02;;non;1;\n" +
	"Escourbac;21339990000017;2025-06-01;D3;Amicale;89999900700011;;Bal;300;aide en numéraire;unique;2025-06-02;;peut-être;1;\n"

// TestDrafts tries what is done without a right file: a secretary corrects hers
// in the page, another begins a table from its schema, a third has nothing to
// publish. AIRIAL_SHOTS names a folder for pictures.
func TestDrafts(t *testing.T) {
	t.Parallel()
	s := scene{startDemo(t, unhurried...), browser(t)}
	t.Run("correct", func(t *testing.T) { correctInThePage(t, s) })
	t.Run("start", func(t *testing.T) { startFromSchema(t, s) })
	t.Run("nothing", func(t *testing.T) { nothingToPublish(t, s) })
}

// seen has the present page stand what every page has to, wide and narrow; in
// both languages where pictures are taken.
func (p *tab) seen(name string) {
	p.t.Helper()
	here := p.path() + ask[string](p, "location.search")
	langs := []string{"/fr/"}
	if os.Getenv("AIRIAL_SHOTS") != "" {
		langs = []string{"/en/", "/fr/"}
	}
	for _, lang := range langs {
		p.open(strings.Replace(here, "/fr/", lang, 1))
		for _, width := range []int64{390, 1280} {
			p.like("light", width)
			p.look(name + lang[1:3] + map[bool]string{true: "narrow", false: "wide"}[width < 1000])
		}
	}
}

func correctInThePage(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	f := files(t, map[string]string{"fautif.csv": faultyGrants})
	p.deposit("Escourbac", f["fautif.csv"])
	p.fill("Titre", "Subventions corrigées ici")
	p.follow("Déposer")
	p.sees("Le fichier est à corriger")
	p.follow("Corriger dans la page")
	p.sees("Ce qui se corrige à coup sûr")
	p.sees("1500.50")
	p.seen("proposals")
	p.follow("Accepter les corrections cochées")
	p.sees("2 erreurs dans 2 lignes")
	p.seen("grid")

	// By keyboard: a wrong value is answered while it is typed, Escape takes it
	// back, Enter saves and goes down.
	cell := func(n, col string) string { return `document.querySelector("[name='c-` + n + `-` + col + `']")` }
	says := func(n string) string { return `document.querySelector("#says-` + n + `").innerText` }
	ask[bool](p, cell("4", "2")+".focus(), "+cell("4", "2")+".select(), true")
	p.keys("32/02")
	p.until("what is typed is answered", says("4")+".includes('32/02')")
	p.keys(kb.Escape)
	p.until("Escape takes it back", cell("4", "2")+".value === '31/02/2025'")
	ask[bool](p, cell("4", "2")+".select(), true")
	p.keys("28 février 2025")
	p.keys(kb.Enter)
	p.until("Enter goes down", "document.activeElement === "+cell("5", "2"))
	p.until("a date is written as the schema wants it", cell("4", "2")+".value === '2025-02-28'")
	p.until("the row is right", says("4")+".trim() === ''")
	p.keys(kb.ArrowUp)
	p.until("an arrow goes up", "document.activeElement === "+cell("4", "2"))
	ask[bool](p, cell("5", "13")+".focus(), "+cell("5", "13")+".select(), true")
	p.keys("non")
	p.keys(kb.Tab)
	p.until("the other row is right", says("5")+".trim() === ''")
	p.follow("Tout revérifier")
	p.sees("3 lignes, aucune erreur")

	// It is taken back, and made again; nothing is lost by leaving.
	p.follow("Annuler")
	p.follow("Tout revérifier")
	p.sees("1 erreur dans 1 ligne")
	p.follow("Rétablir")
	p.follow("Tout revérifier")
	p.sees("aucune erreur")
	p.follow("Continuer plus tard")
	p.follow("Reprendre la correction")
	p.follow("Déposer le fichier corrigé")
	p.sees("Voici ce que le public verra")
	p.sees("Liste des corrections")
	p.look("corrected")
	p.follow("Publier")
	p.sees("C’est publié")

	text := ask[string](p, `fetch([...document.querySelectorAll("a")].find(a => a.pathname.includes("/corrections/")).href).then(r => r.text())`)
	var evidence struct {
		Rules   []struct{ Rule string }
		Cells   []struct{ Row int }
		Written int
		Before  struct{ Errors int }
		After   struct{ Errors int }
	}
	if err := json.Unmarshal([]byte(text), &evidence); err != nil || evidence.Written != 2 || evidence.Before.Errors == 0 || evidence.After.Errors != 0 || len(evidence.Rules) < 5 {
		t.Errorf("the evidence: %v %s", err, text)
	}
}

func startFromSchema(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/deposits/new")
	p.follow("Partez du schéma")
	p.choose("Pour quelle collectivité", "Cournegan")
	p.choose("Que publiez-vous", "Prénoms des nouveau-nés")
	p.seen("start")
	p.choose("Pour quelle collectivité", "Cournegan")
	p.choose("Que publiez-vous", "Prénoms des nouveau-nés")
	p.follow("Écrire dans la page")
	p.sees("Le tableau")
	paste := "Cournegan\t96009\tF\tAlma\t4\t2025\nCournegan\t96009\tM\tÉlie\tsix\t2025\n"
	ask[bool](p, `document.querySelector("[name='c-2-0']").focus(), true`)
	p.leave(func() {
		ask[bool](p, `(() => { const d = new DataTransfer(); d.setData("text/plain", %q);
			document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: d, bubbles: true, cancelable: true})); return true })()`, paste)
	})
	p.sees("1 erreur dans 1 ligne, sur 2")
	p.sees("n’est pas un nombre entier")
	p.seen("begun")
	ask[bool](p, `document.querySelector("[name='c-3-4']").focus(), document.activeElement.select(), true`)
	p.keys("6")
	p.keys(kb.Enter)
	p.until("the row is right", `document.querySelector("#says-3").innerText.trim() === ''`)
	p.follow("Déposer ce tableau")
	p.sees("1 fichier reçu")
	p.fill("Titre", "Prénoms écrits dans la page")
	p.follow("Déposer")
	p.sees("Voici ce que le public verra")
	p.sees("Élie")
}

func nothingToPublish(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/deposits/new")
	p.follow("Déclarez-le")
	p.choose("Pour quelle collectivité", "Cournegan")
	p.choose("De quoi s’agit-il", "Délibérations")
	p.fill("Pour quelle période", "2017")
	p.follow("Déclarer et publier")
	p.sees("rien à publier pour 2017")
	p.seen("nothing")

	public := s.tab(t)
	public.open("/fr/datasets?q=")
	a := s.public(t).get("/api/v1/nil-returns?year=2017")
	var list []struct{ Siren, Name, Period, ID string }
	if err := json.Unmarshal(a.body, &list); err != nil || len(list) != 1 || list[0].Name != "Cournegan" {
		t.Fatalf("the interface says %v %s", err, a.body)
	}
	public.open("/fr/p/" + list[0].Siren)
	public.sees("Rien à publier")
	public.sees("2017")
	public.look("nothing")
	p.follow("Annuler : Cournegan")
	p.sees("Aucune pour l’instant")
	public.do(chromedp.Reload())
	public.seesNot("Rien à publier")
}
