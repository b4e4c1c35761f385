package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// upload gives a file to the n-th field of the page that takes one.
func (p *tab) upload(n int, name, content string) {
	p.t.Helper()
	field := fmt.Sprintf("input[type=file][name=%s]", ask[string](p, `document.querySelectorAll("input[type=file]")[%d].name`, n))
	p.do(chromedp.SetUploadFiles(chromedp.CSS(field), []string{write(p.t, name, []byte(content))}))
}

// row is what stands in the cells of the first row of a table that begins with
// a text, with bars between them; "" when no row does.
func (p *tab) row(first string) string {
	p.t.Helper()
	return ask[string](p, `[...document.querySelectorAll("tbody tr")].map(r => [...r.cells].map(c => %s.flat(c.innerText)).join(" | ")).find(r => r.startsWith(%q)) || ""`, finders, first)
}

// confirm presses what asks once more, and says yes.
func (p *tab) confirm(name string) {
	p.t.Helper()
	p.press(name)
	p.until("it asks first", `document.querySelector("dialog.ask")?.open`)
	p.followIn("dialog.ask", name)
}

// fromMadis takes a whole installation of Madis over: what is counted before is
// what is there after, what one collectivity had cloned is a model and two
// instances, and all of it is taken back.
func fromMadis(t *testing.T, s scene) {
	const kept = "Prêt de matériel aux associations"
	sirens := s.sirens(t)
	dump := strings.NewReplacer("SIREN1", sirens["Doazacq"], "SIREN2", sirens["Escarnac"]).Replace(`-- MySQL dump 10.13
CREATE TABLE ` + "`user_collectivity` (`id` char(36), `name` varchar(255), `type` varchar(255), `siren` int" + `);
INSERT INTO user_collectivity VALUES ('c1','Doazacq','commune',SIREN1),('c2','Escarnac','commune',SIREN2),('c3','Syndicat du Lavoir','other',NULL);
INSERT INTO registry_treatment (id,collectivity_id,cloned_from_id,name,goal,legal_basis,active,statut,created_at) VALUES
('t1','c1',NULL,'` + kept + `','Prêter tables et chaises','[\"contract\"]',1,'finished','2020-01-02 10:00:00'),
('t2','c2','t1','` + kept + `','Prêter tables, chaises et chapiteaux','[\"contract\"]',1,'draft','2020-01-02 10:00:00'),
('t3','c2',NULL,'Bourse aux vélos','Vendre','[\"consent\"]',1,'draft','2020-01-02 10:00:00'),
('t4','c3',NULL,'Lavoir','Laver','[\"consent\"]',1,'draft','2020-01-02 10:00:00');
INSERT INTO registry_request (id,collectivity_id,object,date,applicant_first_name,applicant_last_name,state,created_at) VALUES ('r1','c1','access','2023-06-01','Zoé','Pomès','completed_closed','2023-06-01 10:00:00');
INSERT INTO registry_violation (id,collectivity_id,date,violation_natures,cause,gravity,created_at) VALUES ('v1','c2','2022-11-10','[\"confidentiality\"]','internal_accidental','limited','2022-11-11 10:00:00');
INSERT INTO registry_mesurement (id,collectivity_id,name,type,status,created_at) VALUES ('m1','c2','Fermer le placard à clé','organisational','not-applied','2024-01-01 09:00:00');
-- Dump completed on 2026-11-28
`)
	activities := func(who *tab, member string) string {
		who.open("/fr/console/members/" + sirens[member] + "/rgpd/activities")
		return ask[string](who, "%s.words()", finders)
	}
	p := s.tab(t)
	p.logIn("sylvie.castaing")
	p.open("/fr/console/operator/rgpd/madis")
	p.upload(0, "faux.sql", "Bonjour, ceci n’est pas une sauvegarde.")
	p.follow("Envoyer et lire")
	p.reloadUntil("Rien n’a été repris")
	p.look("a file that is no dump")
	p.confirm("Abandonner")

	p.upload(0, "madis.sql", dump)
	p.follow("Envoyer et lire")
	p.reloadUntil("Ce qui est repris")
	p.sees("1 collectivité n’est pas un adhérent connu")
	p.expect(409)
	p.follow("Accepter et reprendre") // nobody has said what becomes of the third
	p.sees("Pas encore")
	p.follow("Laisser de côté celles qui restent")
	p.look("what a Madis will bring")
	for first, want := range map[string]string{"traitements": "traitements | 3 | 3 | 0", "demandes": "demandes | 1 | 1 | 0", "violations": "violations | 1 | 1 | 0", "actions de protection": "actions de protection | 1 | 1 | 0"} {
		if got := p.row(first); !strings.HasPrefix(got, want) {
			t.Errorf("the preview says %q, want %q", got, want)
		}
	}
	page := p.path()
	p.follow("Escarnac")
	p.sees("Bourse aux vélos")
	p.look("a body of a Madis")
	if strings.Contains(activities(p, "Doazacq"), kept) {
		t.Error("it is in the register before it was accepted")
	}
	p.open(page)
	before := p.row("traitements")
	p.follow("Accepter et reprendre")
	p.reloadUntil("Annuler cette reprise")
	p.look("a Madis taken over")
	if after := p.row("traitements"); after != before {
		t.Errorf("foreseen %q, done %q", before, after)
	}
	for _, member := range []string{"Doazacq", "Escarnac"} {
		if !strings.Contains(activities(p, member), kept) {
			t.Errorf("%s has no %s", member, kept)
		}
	}
	p.follow(kept)
	p.sees("Prêter tables, chaises et chapiteaux")
	p.sees("modèle de l’opérateur")

	p.open(page)
	p.follow("Escarnac")
	p.sees("Ce qui a été repris")
	p.look("what a Madis brought to a body")
	p.follow(kept)
	p.sees("Prêter tables, chaises et chapiteaux")
	p.open(page)
	p.confirm("Annuler cette reprise")
	p.reloadUntil("annulé")
	for _, member := range []string{"Doazacq", "Escarnac"} {
		if strings.Contains(activities(p, member), kept) {
			t.Errorf("%s still has %s", member, kept)
		}
	}
}

// fromTable imports a table of 400 rows of which three are wrong: nothing is
// written before the person says so, the three are named, the rest goes in, and
// out again.
func fromTable(t *testing.T, s scene) {
	var b strings.Builder
	b.WriteString("Nom du traitement;Finalité;Base légale;Durée de conservation;Qui suit\n")
	for n := range 400 {
		name, basis := fmt.Sprintf("Fichier du bureau %03d", n), "Mission d’intérêt public"
		switch n {
		case 17: // stands in line 19 of the file
			name = ""
		case 203:
			name = "Fichier du bureau 003"
		case 399:
			basis = "Parce que le maire le veut"
		}
		fmt.Fprintf(&b, "%s;Tenir le dossier %d;%s;2 ans;%s\n", name, n, basis, "Le bureau")
	}
	register := "/fr/console/members/" + s.sirens(t)["Cournegan"] + "/rgpd"
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open(register + "/activities?q=Fichier+du+bureau")
	p.seesNot("Fichier du bureau 0")
	p.open(register + "/import")
	p.look("import of a table")
	p.upload(0, "bureaux.csv", b.String())
	p.follow("Lire ce fichier")
	p.sees("3 lignes ne peuvent pas être importées")
	for _, line := range []string{"Ligne 19", "Ligne 205", "Ligne 401"} {
		p.sees(line)
	}
	p.sees("397 nouveaux")
	p.choose("Qui suit", "Service")
	p.until("the column is taken", `document.querySelector("select[name=col-4]")?.value === "service"`)
	p.sees("3 lignes ne peuvent pas être importées")
	p.look("mapping of columns")
	if whole := ask[int](p, `document.querySelectorAll("button[value=accept]").length`); whole != 0 {
		t.Error("it offers to import rows that are wrong")
	}
	one := p.path()
	p.open(register + "/activities?q=Fichier+du+bureau")
	p.seesNot("Fichier du bureau 0")
	p.open(one)
	p.follow("Importer les autres lignes seulement")
	p.sees("397 traitements ajoutés ou modifiés")
	p.sees("3 lignes laissées")
	for _, line := range []string{"Ligne 19", "Ligne 205", "Ligne 401"} {
		p.sees(line)
	}
	p.look("a table taken in")
	p.open(register + "/activities?q=Fichier+du+bureau+042")
	p.follow("Fichier du bureau 042")
	p.sees("Le bureau")
	p.open(one)
	p.confirm("Annuler cet import")
	p.sees("annulé")
	p.open(register + "/activities?q=Fichier+du+bureau")
	p.seesNot("Fichier du bureau 0")
}
