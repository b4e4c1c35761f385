package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// ages plays one installation on servers that live later and later.
func ages(t *testing.T, s scene) func(later string, play func(scene)) {
	dir := demoCopy(t)
	return func(later string, play func(scene)) {
		t.Helper()
		flags := unhurried
		if later != "" {
			flags = append([]string{"--demo-ahead", later}, unhurried...)
		}
		one := scene{start(t, opts{dir: dir, flags: flags}), s.browser}
		play(one)
		if err := one.stop(); err != nil {
			t.Fatal(err)
		}
	}
}

// last writes into the last row of a list of a record.
func (p *tab) last(list string, cells map[string]string) {
	p.t.Helper()
	for cell, value := range cells {
		if !ask[bool](p, `(() => { const e = [...document.querySelectorAll(%q)].at(-1); if (e) e.value = %q; return !!e })()`, fmt.Sprintf("[name^='%s.'][name$='.%s']", list, cell), value) {
			p.fatal("no %s of a row of %s", cell, list)
		}
	}
}

// toTheirEnd follows a breach with its files from the notice to the erasure, and
// a certificate to its expiry: on the page, by the interface and by command.
func toTheirEnd(t *testing.T, s scene) {
	const siren = "219600202"
	const register = "/fr/console/members/" + siren + "/rgpd"
	at := ages(t, s)
	until := time.Now().AddDate(0, 0, 200).Format(time.DateOnly)
	var breach, file, product, token string
	command := func(s scene, args ...string) string {
		t.Helper()
		r := airial(t, append([]string{"register"}, append(args, "--server", s.URL, "--token", token)...)...)
		if r.code != 0 {
			t.Fatalf("%v: exit %d, %s", args, r.code, r.stderr)
		}
		return r.stdout
	}
	at("", func(s scene) {
		p := s.tab(t)
		p.logIn("chantal.puyo")
		p.open(register + "/breaches/new")
		p.fill("En quelques mots", "Serveur chiffré par un rançongiciel")
		p.follow("Inscrire au registre")
		breach = p.path()
		p.follow("Ce qui s’est passé")
		p.fill("Racontez en quelques phrases", "Le serveur a été chiffré dans la nuit.")
		p.follow("Enregistrer et continuer")
		p.open(breach)
		p.press("Joindre une pièce")
		p.choose("Ce que c’est", "Trace de l’incident")
		p.upload(0, "demande-de-rancon.txt", "Payez.")
		p.follow("Joindre")
		p.sees("La pièce est ajoutée")
		p.sees("demande-de-rancon.txt")
		file = ask[string](p, `document.querySelector("main td a[href*='/files/']").pathname`)
		s.public(t).logIn("chantal.puyo").get(file).wants(t, http.StatusOK)
		token = strings.TrimSpace(airial(t, "token", "create", "--data", s.Dir, "--member", siren, "--name", "Pare-feu", "--rights", "see,register,decide").stdout)
		id := breach[strings.LastIndexByte(breach, '/')+1:]
		added := strings.TrimSpace(command(s, "breach-files", "add", id, write(t, "journal.log", []byte("02:14 chiffrement")), "--kind", "evidence", "--to-cnil"))
		if got := command(s, "breach-files", "fetch", id, added); got != "02:14 chiffrement" {
			t.Errorf("fetched %q", got)
		}
		p.open(breach)
		p.sees("journal.log")
		p.look("a breach with files")
		command(s, "breach-files", "remove", id, added)
		if list := command(s, "breach-files", "list", id); !strings.Contains(list, "demande-de-rancon.txt") || strings.Contains(list, "journal.log") {
			t.Errorf("the files are\n%s", list)
		}
		p.open(breach)
		p.sees("détruite le")
		p.choose("Notifier la CNIL", "Oui")
		p.fill("Pourquoi la notifier, ou non", "Données d’état civil inaccessibles.")
		p.choose("Informer les personnes", "Non")
		p.fill("Pourquoi les informer, ou non", "Rien n’est sorti.")
		p.follow("Inscrire la décision")
		p.sees("La décision est inscrite au registre")
		for _, did := range [][2]string{{"initiale", "N-2026-77"}, {"complémentaire", "N-2026-77 bis"}} {
			p.press("Noter ce qui a été fait")
			p.choose("Quoi", did[0])
			p.fill("Référence, lieu ou raison", did[1])
			p.follow("Noter")
		}
		// A program ends it.
		machine, address := s.as(t, token), "/api/v1/members/"+siren+"/breaches/"+id
		var one struct {
			Revision int64
			State    string
			Tell     string
			TellWhy  string `json:"tell_why"`
			Steps    []struct{ Kind string }
		}
		post := func(what, body string, wants int) {
			t.Helper()
			machine.do(http.MethodPost, address+what, strings.NewReader(body), "application/json").wants(t, wants)
			machine.read(address, &one)
		}
		machine.read(address, &one)
		const decided = `,"notify":"yes","notify_why":"Données d’état civil inaccessibles.","tell":"no","tell_why":"Rien n’est sorti, le journal le montre."}`
		post("/decision", `{"revision":0`+decided, http.StatusConflict) // others were there since
		post("/decision", `{"revision":-1`+decided, http.StatusUnprocessableEntity)
		post("/decision", fmt.Sprintf(`{"revision":%d`, one.Revision)+decided, http.StatusOK)
		if one.Tell != "no" || one.TellWhy != "Rien n’est sorti, le journal le montre." {
			t.Errorf("the decision is %q: %s", one.Tell, one.TellWhy)
		}
		post("/done", fmt.Sprintf(`{"revision":%d,"what":"close"}`, one.Revision), http.StatusConflict) // nothing is said of the complaint
		command(s, "breaches", "done", id, "no-complaint", "--words", "Faite par le prestataire.")
		if list := command(s, "breaches", "list", "--view", "open"); !strings.Contains(list, id) {
			t.Errorf("the open breaches are\n%s", list)
		}
		command(s, "breaches", "done", id, "close")
		machine.read(address, &one)
		if n := len(one.Steps); one.State != "closed" || n == 0 || one.Steps[n-1].Kind != "breach.closed" {
			t.Errorf("it is %s, and its steps are %v", one.State, one.Steps)
		}
		if said := command(s, "breaches", "show", id); !strings.Contains(said, "N-2026-77") || !strings.Contains(said, "breach.closed") {
			t.Errorf("by command it says\n%s", said)
		}
		p.open(breach)
		p.sees("Dossier clos")
		p.sees("s’effacent d’eux-mêmes après le")

		officer := s.tab(t)
		officer.logIn("sylvie.castaing")
		officer.open(register + "/processors/new")
		officer.tick("Paie Océane")
		officer.follow("Nous les utilisons")
		product = officer.path()
		officer.follow("Modifier")
		officer.follow("Ajouter : certification")
		officer.last("certifications", map[string]string{"name": "iso27001", "detail": "Certificat 27-42", "until": until})
		officer.follow("Enregistrer")
		officer.open(register + "/processors")
		officer.seesNot("ISO/IEC 27001, jusqu’au")
	})
	at("3000h", func(s scene) { // 125 days
		p := s.tab(t)
		p.logIn("sylvie.castaing")
		p.open(register + "/processors")
		p.sees("ISO/IEC 27001, jusqu’au")
		p.look("a certificate that ends soon")
		if list := command(s, "certificates", "list"); !strings.Contains(list, "Certificat 27-42") || !strings.Contains(list, "75 ") && !strings.Contains(list, "74 ") {
			t.Errorf("the certificates that end are\n%s", list)
		}
	})
	at("5000h", func(s scene) { // 208 days
		p := s.tab(t)
		p.logIn("sylvie.castaing")
		p.open(product)
		p.sees("ISO/IEC 27001, échue depuis le")
		p.look("a certificate that is over")
		id := product[strings.LastIndexByte(product, '/')+1:]
		command(s, "certificates", "add", id, "--name", "iso27001", "--detail", "Certificat 27-43", "--until", "2030-01-31")
		p.open(product)
		p.seesNot("échue depuis le") // it was renewed
	})
	at("80000h", func(s scene) { // nine years
		p := s.tab(t)
		p.logIn("chantal.puyo")
		p.open(breach)
		p.reloadUntil("Textes et pièces effacés le")
		p.seesNot("demande-de-rancon.txt")
		p.seesNot("rançongiciel")
		p.look("a breach that was erased")
		s.public(t).logIn("chantal.puyo").get(file).wants(t, http.StatusGone)
	})
}
