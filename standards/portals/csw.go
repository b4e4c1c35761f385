package portals

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"airial/standards/rdf"
)

// cswPage is how many records are asked for at once; GeoNetwork gives no more
// than 100, and each may be of 100 kB.
const cswPage = 50

// getRecords asks a catalogue service for full records of ISO 19139. A service
// that cannot answers with an exception, which Read gives back as it is.
func getRecords(u url.URL, from int) Request {
	q := u.Query()
	schema := "http://www.isotc211.org/2005/gmd"
	for name := range q {
		switch strings.ToLower(name) {
		case "outputschema":
			schema = q.Get(name)
			q.Del(name)
		case "service", "request", "version", "resulttype", "typenames", "elementsetname", "startposition", "maxrecords":
			q.Del(name)
		}
	}
	u.RawQuery = q.Encode()
	return Request{Method: "POST", URL: u.String(), Accept: "application/xml", Body: fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<csw:GetRecords xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:gmd="http://www.isotc211.org/2005/gmd" service="CSW" version="2.0.2" resultType="results" startPosition="%d" maxRecords="%d" outputFormat="application/xml" outputSchema="%s"><csw:Query typeNames="gmd:MD_Metadata"><csw:ElementSetName>full</csw:ElementSetName></csw:Query></csw:GetRecords>`,
		from, cswPage, escaped(schema))}
}

func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

func readCSW(asked Request, body []byte, now time.Time) (Page, error) {
	root, err := parseXML(body)
	if err != nil {
		return Page{}, shape("CSW", err)
	}
	if root.name.Local == "ExceptionReport" {
		text := root.text("Exception/ExceptionText")
		if text == "" {
			text = root.attr("Exception", "exceptionCode")
		}
		return Page{}, fmt.Errorf("CSW: the service answers %.300q", text)
	}
	var p Page
	results := root.find("SearchResults")
	if results == nil {
		results = root.find("Body/GetRecordsResponse/SearchResults")
	}
	switch {
	case results != nil:
	case root.name.Local == "MD_Metadata", root.name.Local == "GetRecordByIdResponse":
		results = root
	default:
		return p, shape("CSW", nil)
	}
	p.Total, _ = strconv.Atoi(results.own("numberOfRecordsMatched"))
	records := results.all("MD_Metadata")
	if root.name.Local == "MD_Metadata" {
		records = []*element{root}
	}
	count := len(records)
	for _, r := range records {
		p.keep(fromISO(r, asked.URL), now)
	}
	if bytes.Contains(body, []byte("http://www.w3.org/ns/dcat#")) && count == 0 {
		g, err := rdf.ReadXML(body, asked.URL)
		if err != nil {
			return p, err
		}
		found, err := fromGraph(g, now)
		if err != nil {
			return p, err
		}
		p.Datasets, p.Bad = found.Datasets, found.Bad
		count = len(results.children)
	}
	p.Next = nextRecords(asked, results, p.Total, count)
	return p, nil
}

// nextRecords asks for the records after those of an answer. Not every service
// counts as the standard says: what has come counts too.
func nextRecords(asked Request, results *element, total, count int) *Request {
	from := 1
	if at := strings.Index(asked.Body, `startPosition="`); at >= 0 {
		rest := asked.Body[at+len(`startPosition="`):]
		from, _ = strconv.Atoi(rest[:max(0, strings.IndexByte(rest, '"'))])
	}
	next, err := strconv.Atoi(results.own("nextRecord"))
	if err != nil {
		next = from + count
	}
	if next <= from || next > total || count == 0 {
		return nil
	}
	out := asked
	out.Body = strings.Replace(asked.Body, fmt.Sprintf(`startPosition="%d"`, from), fmt.Sprintf(`startPosition="%d"`, next), 1)
	if out.Body == asked.Body {
		return nil
	}
	return &out
}
