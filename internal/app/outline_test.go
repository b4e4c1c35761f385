package app

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
)

// The operator brings outlines, which lie under maps with their source, goes back to
// those that are built in, and brings an earlier state back.
func TestOutlinesLieUnderMaps(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		admin := o.person("admin", "Une administratrice", o.operator, access.Administrator)
		o.write(access.System("test"), func(tx access.Tx) error {
			for m, insee := range map[string]string{o.town.ID: "40001", o.village.ID: "40002"} {
				one, err := organisation.Get(t.Context(), tx, m)
				if err != nil {
					return err
				}
				a := one.Attributes()
				a.Insee = insee
				if _, err := organisation.Change(t.Context(), tx, m, "2020-01-01", a, "code"); err != nil {
					return err
				}
			}
			return nil
		})
		under := func(m organisation.Member) (n int, credit string) {
			var now organisation.Member
			o.write(access.System("test"), func(tx access.Tx) (err error) { now, err = organisation.Get(t.Context(), tx, m.ID); return err })
			shapes, credit, err := o.app.underMaps(t.Context(), []organisation.Member{now})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range shapes {
				n += len(s.Areas[0][0])
			}
			return n, credit
		}
		ign, credit := under(o.town)
		if ign < 5 || !strings.Contains(credit, "ADMIN EXPRESS") {
			t.Fatalf("built in: %d positions, %q", ign, credit)
		}
		const page = "/console/operator/outlines"
		o.as(o.secretary).get("/fr" + page).is(404)
		o.as(admin).get("/fr"+page).is(200).says("Les contours fournis avec le logiciel", "Apporter vos contours")
		square := `{"type":"Feature","properties":{"insee":"40001"},"geometry":{"type":"Polygon","coordinates":[[[-1,44],[-0.9,44],[-0.9,44.1],[-1,44]]]}}`
		o.upload(page, square, "SIG du Département", "").is(422).says("sous quelle licence")
		o.upload(page, "rien", "SIG", "LO").is(422).says("n’est pas du GeoJSON")
		o.upload(page, square, "SIG du Département", "Licence Ouverte 2.0").to(page)
		if n, credit := under(o.town); n != 4 || credit != "Contours\u202f: SIG du Département, Licence Ouverte 2.0." {
			t.Errorf("brought: %d positions, %q", n, credit)
		}
		if n, credit := under(o.village); n < 5 || !strings.Contains(credit, "ADMIN EXPRESS") {
			t.Errorf("of another commune: %d positions, %q", n, credit)
		}
		o.get("/fr"+page).is(200).says("1 surface", "SIG du Département, Licence Ouverte 2.0")
		o.post(page+"/remove", nil).to(page)
		if n, _ := under(o.town); n != ign {
			t.Errorf("after going back: %d positions", n)
		}
		o.post(page+"/restore/1", nil).to(page)
		if n, _ := under(o.town); n != 4 {
			t.Errorf("brought back: %d positions", n)
		}
		o.post(page+"/restore/99", nil).is(404)
	})
}

// upload sends the form of outlines.
func (o *office) upload(path, file, source, licence string) reply {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	_ = form.WriteField("source", source)
	_ = form.WriteField("licence", licence)
	part, _ := form.CreateFormFile("file", "communes.geojson")
	_, _ = part.Write([]byte(file))
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return o.do(r)
}
