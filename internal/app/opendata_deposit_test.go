package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/blob"
)

func TestSecretaryDepositsAndPublishes(t *testing.T) {
	o := newOffice(t)
	o.as(o.secretary).get("/fr/console/deposits/new").is(200).says("Pour : Ychoux-sur-Lande", "GeoJSON ou Parquet, jusqu’à 1,0 Mo par fichier")
	confirm := o.send("/fr/console/deposits/new", url.Values{"member": {o.town.Siren}},
		file{"export_mandats_2025 (2).csv", grants("Judo <b>club</b>", "Tournoi", "800")}).to("/fr/console/deposits/confirm?upload=")
	o.get(confirm).is(200).says("export_mandats_2025 (2).csv", "Reconnu : Subventions (16 colonnes sur 16).")
	if page := o.get(confirm).Body.String(); !strings.Contains(page, `value="Export mandats 2025"`) ||
		!strings.Contains(page, `<option value="scdl/subventions" selected>`) {
		t.Errorf("title or schema is not proposed:\n%s", page)
	}
	id := uploadIn(t, confirm)
	to := o.post("/fr/console/deposits/confirm", url.Values{"upload": {id}, "title-" + id: {"Subventions 2025"},
		"schema-" + id: {"scdl/subventions"}, "description-" + id: {"Les aides versées"}}).to("/fr/console/deposits/")
	o.get(to).is(200).says("Les vérifications sont en cours", "Fichier déposé.", "Actualiser")
	if !strings.Contains(o.get(to).Body.String(), `hx-trigger="load delay:1s"`) {
		t.Error("the page of a life that goes on does not renew itself")
	}
	o.settle()
	page := o.get(to).is(200).says("Voici ce que le public verra", "Subventions 2025", "Les aides versées", "Publier",
		"Licence Ouverte 2.0", "Judo <b>club</b>", "16 colonnes, expliquées au public")
	if strings.Contains(page.Body.String(), "<b>club") || strings.Contains(page.Body.String(), "hx-trigger") {
		t.Error("markup of a cell is alive, or the page goes on asking")
	}
	o.post(to+"/versions/1/decision", url.Values{"verb": {"publish"}}).to(to)
	o.settle()
	o.get(to).is(200).says("C’est publié", "Voir sur le portail", "Publication demandée", "par Marie Dupouy")
	o.post("/fr/console/deposits/confirm", url.Values{"upload": {id}, "title-" + id: {"Subventions 2025"}}).to("/fr/console/deposits")
}

func uploadIn(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("upload")
}

func TestSeveralFilesAtOnce(t *testing.T) {
	o := newOffice(t)
	confirm := o.as(o.secretary).send("/fr/console/deposits/new", url.Values{"member": {o.town.Siren}},
		file{"a.csv", grants("A", "B", "1")}, file{"menus.csv", "%PDF-1.7 rien"}, file{"vide.csv", ""},
		file{"gros.csv", strings.Repeat("x", 1<<20+1)}, file{`..\..\etc\passwd`, "a;b\n1;2\n"}).to("/fr/console/deposits/confirm?upload=")
	page := o.get(confirm).is(200).says("4 fichiers reçus", "a.csv", "document PDF", "Le fichier est vide", "passwd",
		"« gros.csv » : Le fichier dépasse la taille permise", "Déposer les 4 fichiers")
	page.silent(`..\`)
	u, _ := url.Parse(confirm)
	form := url.Values{}
	for i, id := range u.Query()["upload"] {
		form.Add("upload", id)
		form.Set("title-"+id, []string{"Une", "Deux", "Trois", ""}[i])
		form.Set("schema-"+id, "none")
	}
	last := u.Query()["upload"][3]
	o.post("/fr/console/deposits/confirm", form).is(422).says("Donnez un titre, que le public lira.")
	form.Set("title-"+last, strings.Repeat("é", 10_000))
	if page := o.post("/fr/console/deposits/confirm", form).is(422).says("la limite est de 350"); !strings.Contains(page.Body.String(), strings.Repeat("é", 10_000)) {
		t.Error("what was typed is lost")
	}
	form.Set("title-"+last, "Quatre, appeler 06 12 34 56 78")
	o.post("/fr/console/deposits/confirm", form).is(422).says("Ce texte, que le public lirait, contient : numéro de téléphone")
	form.Set("drop", last)
	o.post("/fr/console/deposits/confirm", form).is(200).says("3 fichiers reçus").silent("passwd")
	form.Del("drop")
	form["upload"] = form["upload"][:3]
	o.post("/fr/console/deposits/confirm", form).to("/fr/console/deposits")
	o.settle()
	o.get("/fr/console/deposits").is(200).says("Une", "Deux", "Trois", "3 fichiers déposés", "Refusé : fichier à corriger").silent("Quatre")
}

func TestNoMemberIsChosenForWhoServesSeveral(t *testing.T) {
	o := newOffice(t)
	both := access.For(o.secretary.Actor(), map[string][]access.Role{o.town.ID: {access.Depositor}, o.village.ID: {access.Depositor},
		o.other.ID: {access.Reader}}, nil)
	page := o.as(both).get("/fr/console/deposits/new").is(200).says("Pour quelle collectivité", "Ychoux-sur-Lande", "Saint-Élix")
	if body := page.Body.String(); strings.Contains(body, "checked") || strings.Contains(body, `value="`+o.other.Siren+`"`) {
		t.Errorf("a member is chosen beforehand, or one where she may not deposit is offered:\n%s", body)
	}
	if !strings.Contains(o.get("/fr/console/deposits/new?member="+o.village.Siren).Body.String(), `value="`+o.village.Siren+`" checked`) {
		t.Error("the member of the address is not chosen")
	}
	o.send("/fr/console/deposits/new", nil, file{"a.csv", "a;b\n1;2\n"}).is(422).says("Choisissez la collectivité")
	o.send("/fr/console/deposits/new", url.Values{"member": {o.town.Siren}}).is(422).says("Choisissez un fichier à déposer.")
	o.send("/fr/console/deposits/new", url.Values{"member": {o.other.Siren}}, file{"a.csv", "a;b\n1;2\n"}).is(403)
	o.send("/fr/console/deposits/new", url.Values{"member": {o.operator.Siren}}, file{"a.csv", "a;b\n1;2\n"}).is(404)
}

func TestAScriptGetsAWholePageOfErrors(t *testing.T) {
	o := newOffice(t)
	r := newFormRequest("/fr/console/deposits/new")
	page := o.as(o.secretary).do(r).is(422)
	if !strings.Contains(page.Body.String(), "<main") {
		t.Error("the script that sends files finds no page to show")
	}
}

func newFormRequest(path string) *http.Request {
	r, _ := http.NewRequest(http.MethodPost, path, strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"member\"\r\n\r\n\r\n--x--\r\n"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	r.Header.Set("HX-Request", "true")
	r.RemoteAddr = "192.0.2.1:1234"
	return r
}

func TestCorrectedFileGoesOn(t *testing.T) {
	o := newOffice(t)
	v := o.deposit(o.secretary, o.town, "Subventions 2025", grants("Judo", "Tournoi", "huit cents"), false)
	page := o.as(o.secretary).get(pageOf(v)).is(200).says("Le fichier est à corriger", "Rapport de vérification : 1 erreur",
		"montant", "huit cents", "Corriger dans la page", "Déposer un fichier corrigé")
	if !strings.Contains(page.Body.String(), `href="/fr/console/deposits/new?piece=`+v.PieceID) {
		t.Error("no way to deposit the corrected file")
	}
	for path, want := range map[string]string{"/versions/1/report.csv": "huit cents", "/versions/1/report.json": `"valid": false`,
		"/versions/1/original": "huit cents"} {
		if got := o.get(pageOf(v) + path).is(200); !strings.Contains(got.Body.String(), want) ||
			!strings.HasPrefix(got.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %s\n%s", path, got.Header().Get("Content-Disposition"), got.Body)
		}
	}
	o.get("/fr/console/deposits/new?piece=" + v.PieceID).is(200).says("Du jeu de données « Subventions 2025 »").silent("Pour quelle")
	confirm := o.send("/fr/console/deposits/new?piece="+v.PieceID, url.Values{"piece": {v.PieceID}},
		file{"corrige.csv", grants("Judo", "Tournoi", "800")}).to("/fr/console/deposits/confirm?piece=")
	o.get(confirm).is(200).says("Nouvelle version de « Subventions 2025 ».").silent("Est-ce une nouvelle version")
	id := uploadIn(t, confirm)
	o.post("/fr/console/deposits/confirm", url.Values{"upload": {id}, "piece": {v.PieceID}, "schema-" + id: {"scdl/subventions"}}).to(pageOf(v))
	o.settle()
	o.get(pageOf(v)).is(200).says("Voici ce que le public verra", "Version 2", "Version 1")
	o.get(pageOf(v)+"/versions/1").is(200).says("Pourquoi elle s’est arrêtée", "huit cents")
	o.get(pageOf(v) + "/versions/2").to(pageOf(v))
	o.get(pageOf(v) + "/versions/3").is(404)
	o.get(pageOf(v) + "/versions/x").is(404)
}

func TestTheSameFileAgain(t *testing.T) {
	o := newOffice(t)
	v := o.deposit(o.secretary, o.town, "Subventions 2025", grants("Judo", "Tournoi", "800"), false)
	confirm := o.as(o.secretary).send("/fr/console/deposits/new", url.Values{"member": {o.town.Siren}},
		file{"subventions 2025.csv", grants("Judo", "Tournoi", "800")}).to("/fr/console/deposits/confirm")
	if !strings.Contains(o.get(confirm).Body.String(), `<option value="`+v.PieceID+`" selected>`) {
		t.Error("the dataset of that very title is not proposed")
	}
	id := uploadIn(t, confirm)
	o.post("/fr/console/deposits/confirm", url.Values{"upload": {id}, "same-" + id: {v.PieceID}, "schema-" + id: {"scdl/subventions"}}).to(pageOf(v))
	o.get(pageOf(v)).is(200).says("Ce fichier est déjà la dernière version").silent("Version 2")
}

func TestReceivedFilesAreTheirSendersAndGoInTime(t *testing.T) {
	o := newOffice(t)
	colleague := o.person("colleague", "Jean Lafitte", o.town, access.Depositor)
	confirm := o.as(o.secretary).send("/fr/console/deposits/new", url.Values{"member": {o.town.Siren}}, file{"a.csv", "a;b\n1;2\n"}).to("/fr/console/deposits/confirm")
	o.get("/fr/console/deposits/new").says("1 fichier reçu attend vos précisions.")
	o.as(colleague).get(confirm).to("/fr/console/deposits")
	id := uploadIn(t, confirm)
	o.post("/fr/console/deposits/confirm", url.Values{"upload": {id}, "title-" + id: {"Volé"}, "schema-" + id: {"none"}}).to("/fr/console/deposits")
	if err := o.app.OpenData.SweepUploads(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.as(o.secretary).get(confirm).is(200)
	o.clock.Advance(8 * 24 * 3600e9)
	if err := o.app.OpenData.SweepUploads(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.get(confirm).to("/fr/console/deposits")
	if err := o.app.Blobs.Walk(t.Context(), o.town.ID, func(ref blob.Ref) error {
		t.Errorf("%s is still there", ref.Digest)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestSweepingSparesWhatIsDeposited(t *testing.T) {
	o := newOffice(t)
	o.as(o.secretary).send("/fr/console/deposits/new", url.Values{"member": {o.town.Siren}}, file{"a.csv", grants("A", "B", "1")}).to("/fr/console/deposits/confirm")
	v := o.deposit(o.secretary, o.town, "Subventions", grants("A", "B", "1"), false)
	o.clock.Advance(8 * 24 * 3600e9)
	if err := o.app.OpenData.SweepUploads(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := o.app.Blobs.Stat(t.Context(), o.town.ID, v.Digest); err != nil {
		t.Errorf("the deposited file is gone: %v", err)
	}
	if l := o.life(v.ID); l.Outcome != life.OnHold {
		t.Errorf("outcome %s", l.Outcome)
	}
}
