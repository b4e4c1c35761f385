package portals_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/standards/portals"
	"airial/standards/standardstest"
)

var now = time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)

func read(t *testing.T, k portals.Kind, at, answer string) portals.Page {
	t.Helper()
	asked, err := portals.Start(k, at)
	if err != nil {
		t.Fatal(err)
	}
	p, err := portals.Read(k, asked, "", []byte(answer), now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What the harvest fixtures of udata and of ckanext-dcat list.
func TestFixturesOfOthers(t *testing.T) {
	dir := filepath.Join(standardstest.Others(t), "dcat")
	for _, c := range []struct {
		kind  portals.Kind
		glob  string
		count int // of all files
		next  int
	}{
		{portals.DCAT, "udata/dcat/*", 37, 2},
		{portals.DCAT, "ckan/dcat/catalog*", 6, 0},
		{portals.DCAT, "ckan/dcat/dataset_*", 9, 0},
		{portals.CSW, "udata/csw/*", 20, 6},
		{portals.CKAN, "udata/ckan/*", 1, 0},
	} {
		files, _ := filepath.Glob(filepath.Join(dir, c.glob))
		count, next := 0, 0
		for _, f := range files {
			answer, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			p := read(t, c.kind, "http://data.test.org/srv/"+filepath.Base(f), string(answer))
			count += len(p.Datasets)
			if p.Next != nil {
				next++
			}
			for _, b := range p.Bad {
				t.Errorf("%s: %+v was not taken", f, b)
			}
			for _, d := range p.Datasets {
				held := strings.Join(append(append(d.Keywords, d.Title, d.Description, d.Publisher, d.Licence), d.Also...), " ")
				if strings.Contains(d.Title+d.Description+d.Publisher, "@") || strings.Contains(held, "<") && !strings.Contains(held, "< ") {
					t.Errorf("%s: mail or markup was kept of %q", f, d.Identifier)
				}
			}
		}
		if count != c.count || next != c.next {
			t.Errorf("%s: %d datasets and %d further pages, want %d and %d", c.glob, count, next, c.count, c.next)
		}
	}
}

func TestISORecord(t *testing.T) {
	answer, err := os.ReadFile(filepath.Join(standardstest.Others(t), "dcat/udata/csw/geoplateforme-iso19139-IGNF_RPG.xml"))
	if err != nil {
		t.Fatal(err)
	}
	d := read(t, portals.CSW, "https://data.test.org/csw", string(answer)).Datasets[0]
	if d.Identifier != "IGNF_RPG" || d.Title != "RPG" || d.Licence != "lov2" || d.Frequency != "ANNUAL" ||
		!strings.HasPrefix(d.Publisher, "Institut national") || d.BBox == nil || *d.BBox != [4]float64{-5.15, 41.32, 9.57, 51.1} || len(d.Resources) != 14 {
		t.Errorf("%+v", d)
	}
}

func TestInterfaces(t *testing.T) {
	ods := read(t, portals.ODS, "https://data.ville.fr/api/explore/v2.1/catalog/datasets?refine=publisher%3AVille", `{"total_count":150,"results":[
		{"dataset_id":"arbres","has_records":true,"features":["geo"],"metas":{"default":{"title":"Arbres","description":"<p>Les <b>arbres</b>, écrire à jean.dupont@ville.fr</p><script>x()</script>",
		"keyword":["nature"],"theme":["Environnement"],"license":"Licence Ouverte v2.0","publisher":"Ville","modified":"2099-01-01T00:00:00+00:00"}}},
		{"dataset_id":"secret","visibility":"restricted","metas":{"default":{"title":"Secret"}}}]}`)
	if want := []portals.Bad{{Identifier: "secret", Title: "Secret", Why: portals.Closed}}; !cmp.Equal(want, ods.Bad) || ods.Total != 150 || len(ods.Datasets) != 1 {
		t.Fatalf("%+v", ods)
	}
	d := ods.Datasets[0]
	if d.Description != "Les arbres, écrire à […]" || d.Licence != "lov2" || !d.Modified.IsZero() || !slices.Contains(d.Remarks, portals.FutureDate) ||
		!slices.Contains(d.Remarks, portals.MailRemoved) || d.Landing != "https://data.ville.fr/explore/dataset/arbres/" || len(d.Resources) != 4 {
		t.Errorf("%+v", d)
	}
	if ods.Next == nil || !strings.Contains(ods.Next.URL, "offset=2") || !strings.Contains(ods.Next.URL, "refine=publisher") {
		t.Errorf("next: %+v", ods.Next)
	}

	udata := read(t, portals.Udata, "https://www.data.gouv.fr/api/1/datasets/?organization=534fff", `{"total":2,"next_page":"https://www.data.gouv.fr/api/1/datasets/?page=2","data":[
		{"id":"5b1","title":"Budget","tags":["budget"],"license":"fr-lo","frequency":"annual","created_at":"2024-01-02T03:04:05.6+00:00","page":"https://www.data.gouv.fr/datasets/budget/",
		 "organization":null,"owner":{"first_name":"Jeanne","last_name":"Martin"},"harvest":{"remote_id":"x1"},
		 "resources":[{"title":"CSV","url":"https://donnees.fr/datasets/1/data.csv","latest":"https://www.data.gouv.fr/api/1/datasets/r/7","format":"csv","filesize":12,"schema":{"name":"scdl/budget","version":"0.8.1","url":null}}]},
		{"id":"5b2","title":"Caché","private":true}]}`)
	if len(udata.Datasets) != 1 || udata.Datasets[0].Publisher != "" || udata.Next == nil || udata.Datasets[0].Frequency != "ANNUAL" ||
		!slices.Contains(udata.Datasets[0].Files, "https://donnees.fr/datasets/1/data.csv") || !slices.Contains(udata.Datasets[0].Also, "x1") ||
		!slices.Equal(udata.Datasets[0].Schemas, []string{"scdl/budget"}) {
		t.Errorf("%+v", udata)
	}

	ckan := read(t, portals.CKAN, "https://ckan.fr/api/3/action/package_search?fq=organization:x", `{"success":true,"result":{"count":300,"results":[
		{"id":"a","name":"titre","title":{"fr":"Titre","en":"Title"},"tags":[{"name":"eau"}],"license_id":"odc-odbl","organization":{"title":"Syndicat"},"author":"Jean Dupont","author_email":"j@d.fr",
		"resources":[{"url":"ftp://a/b"},{"url":"https://a.fr/b.csv","format":"CSV","size":"1234"},{"url":"javascript:alert(1)"}]},
		{"id":"b","name":"c","title":"","state":"active"},{"title":"Sans nom","resources":[{"url":"https://a.fr"}]}]}}`)
	if len(ckan.Datasets) != 2 || ckan.Datasets[0].Title != "Titre" || ckan.Datasets[0].Licence != "odbl" || len(ckan.Datasets[0].Resources) != 1 || ckan.Datasets[0].Resources[0].Size != 1234 ||
		len(ckan.Bad) != 1 || ckan.Bad[0].Why != portals.NoIdentifier || ckan.Next == nil || !strings.Contains(ckan.Next.URL, "start=3") {
		t.Errorf("%+v", ckan)
	}
}

func TestBrokenAnswers(t *testing.T) {
	for _, c := range []struct {
		kind   portals.Kind
		answer string
		says   string
	}{
		{portals.DCAT, "", "empty"}, {portals.DCAT, "<!DOCTYPE html><html>", "web page"}, {portals.DCAT, `<?xml version="1.0"?><a xmlns="x"><b>`, "line 1"},
		{portals.DCAT, `<http://a> <http://b> <http://c> .`, "no catalogue"}, {portals.ODS, `{"error":"x"}`, "form"}, {portals.ODS, `<html>`, "web page"},
		{portals.CKAN, `{"success":false}`, "form"}, {portals.Udata, `[]`, "udata"}, {portals.CSW, `<a/>`, "form"},
		{portals.CSW, `<ExceptionReport><Exception><ExceptionText>no such schema</ExceptionText></Exception></ExceptionReport>`, "no such schema"},
	} {
		asked, _ := portals.Start(c.kind, "https://x.fr/y")
		if _, err := portals.Read(c.kind, asked, "", []byte(c.answer), now); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s %q: %v", c.kind, c.answer, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(uint8(0), []byte(`{"@type":"http://www.w3.org/ns/dcat#Dataset","http://purl.org/dc/terms/title":"x"}`))
	f.Add(uint8(1), []byte(`{"total_count":1,"results":[{"dataset_id":"a"}]}`))
	f.Add(uint8(2), []byte(`{"success":true,"result":[[{"id":"a","title":["x"]}]]}`))
	f.Add(uint8(3), []byte(`{"total":1,"data":[{"id":"a","next_page":""}]}`))
	f.Add(uint8(4), []byte(`<SearchResults numberOfRecordsMatched="9"><MD_Metadata><fileIdentifier>a</fileIdentifier></MD_Metadata></SearchResults>`))
	f.Fuzz(func(t *testing.T, k uint8, answer []byte) {
		kind := portals.Kinds[int(k)%len(portals.Kinds)]
		asked, err := portals.Start(kind, "https://x.fr/y")
		if err != nil {
			t.Fatal(err)
		}
		p, err := portals.Read(kind, asked, "", answer, now)
		if err != nil {
			return
		}
		for _, d := range p.Datasets {
			if d.Identifier == "" || d.Title == "" || d.Modified.After(now.Add(25*time.Hour)) {
				t.Errorf("%+v was taken", d)
			}
		}
	})
}
