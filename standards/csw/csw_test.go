package csw_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"airial/standards/csw"
	"airial/standards/portals"
)

var now = time.Date(2026, 3, 15, 9, 30, 0, 0, time.UTC)

// shelf are records in memory.
type shelf []csw.Record

func (s shelf) Page(_ context.Context, limit, offset int) ([]csw.Record, int, error) {
	from := min(offset, len(s))
	return s[from:min(from+limit, len(s))], len(s), nil
}

func (s shelf) Get(_ context.Context, id string) (csw.Record, bool, error) {
	for _, r := range s {
		if r.ID == id {
			return r, true, nil
		}
	}
	return csw.Record{}, false, nil
}

func sample() csw.Server {
	return csw.Server{Title: "Données", Abstract: "Toutes & chacune", Provider: "Agence", Site: "https://d.example", Address: "https://d.example/csw?a=1&b=2", Source: shelf{
		{ID: "a", Title: "Écoles <publiques> & \"privées\"", Abstract: "Les écoles\x00.", Keywords: []string{"école", "carte"}, Publisher: "Saint-Airial", Homepage: "https://d.example/p/x",
			Landing: "https://d.example/datasets/a", Issued: now.AddDate(-1, 0, 0), Modified: now.AddDate(0, -1, 0), Frequency: "annually", Place: "Saint-Airial", PlaceCode: "http://id.insee.fr/geo/commune/40999",
			BBox: &[4]float64{-1.5, 43.5, -1, 44}, Licence: "Licence Ouverte", Terms: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
			Links: []csw.Link{{URL: "https://d.example/datasets/a/data.csv", Name: "CSV", Format: "CSV", Media: "text/csv", Size: 12}}},
		{ID: "b", Title: "Bancs", Publisher: "Communauté", Modified: now.AddDate(0, -6, 0), Issued: now.AddDate(0, -6, 0), Landing: "https://d.example/datasets/b"},
		{ID: "c", Title: "Arbres", Publisher: "Saint-Airial", Modified: now, Issued: now, Landing: "https://d.example/datasets/c"},
	}}
}

// wellFormed reads an answer to its end.
func wellFormed(t *testing.T, b []byte) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(b)))
	for {
		if _, err := d.Token(); err != nil {
			if err.Error() != "EOF" {
				t.Fatalf("%v in\n%s", err, b)
			}
			return
		}
	}
}

func ask(t *testing.T, query string) (string, error) {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	r, err := csw.ReadQuery(values)
	if err != nil {
		wellFormed(t, csw.Report(err))
		return "", err
	}
	b, err := sample().Answer(t.Context(), r, now)
	if err == nil {
		wellFormed(t, b)
	}
	return string(b), err
}

func TestConstraints(t *testing.T) {
	filter := func(s string) string {
		return "constraintLanguage=FILTER&constraint=" + url.QueryEscape(`<ogc:Filter xmlns:ogc="http://www.opengis.net/ogc" xmlns:gml="http://www.opengis.net/gml">`+s+`</ogc:Filter>`)
	}
	cql := func(s string) string { return "constraintLanguage=CQL_TEXT&constraint=" + url.QueryEscape(s) }
	property := func(op, name, value string) string {
		return fmt.Sprintf(`<ogc:PropertyIs%s wildCard="%%"><ogc:PropertyName>%s</ogc:PropertyName><ogc:Literal>%s</ogc:Literal></ogc:PropertyIs%s>`, op, name, value, op)
	}
	for _, c := range []struct {
		query string
		want  string // the identifiers that are found
	}{
		{"", "abc"}, {"maxRecords=2", "ab"}, {"startPosition=3", "c"}, {"startPosition=9", ""}, {"sortBy=dc:title", "cba"}, {"sortBy=dct:modified:D", "cab"},
		{cql("AnyText LIKE '%ecole%'"), "a"}, {cql("AnyText = 'airial'"), "ac"}, {cql("csw:AnyText like 'bancs'"), "b"}, {cql("dc:title = 'bancs'"), "b"}, {cql("title like 'b%s'"), "b"},
		{cql("dct:modified >= '2026-02-01'"), "ac"}, {cql("modified between '2025-09-01' and '2025-09-30'"), "b"}, {cql("modified = '2026-03-15'"), "c"},
		{cql("publisher <> 'communauté' and not (identifier = 'a')"), "c"}, {cql("identifier = 'a' or identifier='b'"), "ab"}, {cql("abstract is null"), "bc"}, {cql("abstract is not null"), "a"},
		{cql("BBOX(ows:BoundingBox, -2, 43, -1.2, 45)"), "a"}, {cql("bbox(0,0,1,1)"), ""},
		{filter(property("Like", "csw:AnyText", "%école%")), "a"}, {filter(property("EqualTo", "apiso:Identifier", "b")), "b"},
		{filter("<ogc:And>" + property("GreaterThanOrEqualTo", "apiso:Modified", "2026-01-01") + "<ogc:Not>" + property("EqualTo", "Identifier", "c") + "</ogc:Not></ogc:And>"), "a"},
		{filter("<ogc:Or>" + property("EqualTo", "Identifier", "c") + property("EqualTo", "Identifier", "b") + "</ogc:Or>"), "bc"},
		{filter(`<ogc:BBOX><ogc:PropertyName>ows:BoundingBox</ogc:PropertyName><gml:Envelope><gml:lowerCorner>-2 43</gml:lowerCorner><gml:upperCorner>-1.2 45</gml:upperCorner></gml:Envelope></ogc:BBOX>`), "a"},
		{filter(`<ogc:BBOX><ogc:PropertyName>ows:BoundingBox</ogc:PropertyName><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>43 -2</gml:lowerCorner><gml:upperCorner>45 -1.2</gml:upperCorner></gml:Envelope></ogc:BBOX>`), "a"},
		{filter(`<ogc:PropertyIsBetween><ogc:PropertyName>Modified</ogc:PropertyName><ogc:LowerBoundary><ogc:Literal>2025-09-01</ogc:Literal></ogc:LowerBoundary><ogc:UpperBoundary><ogc:Literal>2025-12-31</ogc:Literal></ogc:UpperBoundary></ogc:PropertyIsBetween>`), "b"},
	} {
		for _, schema := range []string{csw.GMD, ""} {
			answer, err := ask(t, "service=CSW&version=2.0.2&request=GetRecords&resultType=results&elementSetName=full&outputSchema="+schema+"&"+c.query)
			if err != nil {
				t.Errorf("%s: %v", c.query, err)
				continue
			}
			got := ""
			for _, id := range []string{"a", "b", "c"} {
				for _, form := range []string{"<dc:identifier>" + id + "<", "<gmd:fileIdentifier><gco:CharacterString>" + id + "<"} {
					if strings.Contains(answer, form) {
						got += id
					}
				}
			}
			letters := strings.Split(c.want, "")
			slices.Sort(letters)
			if want := strings.Join(letters, ""); got != want {
				t.Errorf("%s: %q, want %q", c.query, got, want)
			}
		}
	}
}

func TestExceptions(t *testing.T) {
	for query, code := range map[string]string{
		"": "MissingParameterValue", "request=Transaction": "OperationNotSupported", "request=GetRecords&version=3.0.0": "InvalidParameterValue",
		"service=WFS&request=GetCapabilities": "InvalidParameterValue", "request=GetRecordById": "MissingParameterValue", "request=GetRecords&startPosition=0": "InvalidParameterValue",
		"request=GetRecords&maxRecords=x": "InvalidParameterValue", "request=GetRecords&outputSchema=http://x": "InvalidParameterValue", "request=GetRecords&elementSetName=x": "InvalidParameterValue",
		"request=GetRecords&constraint=color%3D'red'": "InvalidParameterValue", "request=GetRecords&constraint=title%20like": "InvalidParameterValue", "request=GetRecords&constraint=" + strings.Repeat("(", 3000): "InvalidParameterValue",
		"request=GetRecords&constraint=title%3D'x": "InvalidParameterValue", "request=GetCapabilities&acceptVersions=3.0.0": "VersionNegotiationFailed",
		"request=GetRecords&constraint=%3Cx%3E": "InvalidParameterValue",
	} {
		_, err := ask(t, query)
		var e *csw.Exception
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("%.80s: %v, want %s", query, err, code)
		}
	}
	for _, body := range []string{"", "<a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", strings.Repeat("<a>", 100), "<Transaction/>", strings.Repeat(" ", 300<<10)} {
		if _, err := csw.ReadBody(strings.NewReader(body)); err == nil {
			t.Errorf("%.40q is taken", body)
		}
	}
	if b := string(csw.Report(errors.New("secret"))); strings.Contains(b, "secret") {
		t.Error("the report tells what is inside")
	}
}

// What our own harvester asks, and reads back.
func TestOurHarvesterReadsItBack(t *testing.T) {
	asked, err := portals.Start(portals.CSW, "https://d.example/csw")
	if err != nil {
		t.Fatal(err)
	}
	r, err := csw.ReadBody(strings.NewReader(asked.Body))
	if err != nil {
		t.Fatal(err)
	}
	b, err := sample().Answer(t.Context(), r, now)
	if err != nil {
		t.Fatal(err)
	}
	p, err := portals.Read(portals.CSW, asked, "", b, now)
	if err != nil || len(p.Datasets) != 3 || p.Total != 3 || p.Next != nil || len(p.Bad) != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	d := p.Datasets[0]
	if d.Identifier != "a" || d.Title != "Écoles <publiques> & \"privées\"" && d.Title != "Écoles & \"privées\"" || d.Licence != "lov2" || d.Publisher != "Saint-Airial" || d.Frequency != "ANNUAL" ||
		d.BBox == nil || *d.BBox != [4]float64{-1.5, 43.5, -1, 44} || len(d.Keywords) != 2 || !d.Modified.Equal(now.AddDate(0, -1, 0).Truncate(24*time.Hour)) {
		t.Errorf("%+v", d)
	}
}

func TestOperations(t *testing.T) {
	for query, parts := range map[string][]string{
		"service=CSW&request=GetCapabilities":                   {`xlink:href="https://d.example/csw?a=1&amp;b=2"`, "Toutes &amp; chacune", "GetRecordById"},
		"request=DescribeRecord":                                {"gmd.xsd"},
		"request=GetRecordById&id=a,zz&outputSchema=" + csw.GMD: {"MD_Metadata"},
		"request=GetRecords":                                    {`numberOfRecordsMatched="3" numberOfRecordsReturned="0"`},
		"REQUEST=GetRecords&RESULTTYPE=results&maxrecords=1":    {`nextRecord="2"`, "SummaryRecord"},
	} {
		answer, err := ask(t, query)
		for _, part := range parts {
			if err != nil || !strings.Contains(answer, part) {
				t.Errorf("%s: %v: no %q in %.500s", query, err, part, answer)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("title like '%a%' and not (bbox(1,2,3,4) or modified between 'a' and 'b')")
	f.Add(`<GetRecords><Query><Constraint><Filter><PropertyIsLike wildCard="*"><PropertyName>AnyText</PropertyName><Literal>*x*</Literal></PropertyIsLike></Filter></Constraint></Query></GetRecords>`)
	f.Fuzz(func(t *testing.T, text string) {
		if e, err := csw.ReadCQL(text); err == nil {
			e.Holds(csw.Record{Title: text})
		}
		if r, err := csw.ReadBody(strings.NewReader(text)); err == nil {
			b, err := sample().Answer(context.Background(), r, now)
			if err == nil {
				wellFormed(t, b)
			}
		}
	})
}
