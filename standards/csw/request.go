package csw

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// Exception is an error of a request, as OWS Common 1.0 has it.
type Exception struct {
	Code    string // "InvalidParameterValue"
	Locator string // the parameter
	Text    string
}

func (e *Exception) Error() string { return e.Code + " (" + e.Locator + "): " + e.Text }

func invalid(locator, format string, args ...any) error {
	return &Exception{"InvalidParameterValue", locator, fmt.Sprintf(format, args...)}
}

// The operations.
const (
	GetCapabilities = "GetCapabilities"
	DescribeRecord  = "DescribeRecord"
	GetRecords      = "GetRecords"
	GetRecordByID   = "GetRecordById"
)

// The schemas in which records are written.
const (
	GMD     = "http://www.isotc211.org/2005/gmd"
	Version = "2.0.2"
	space   = "http://www.opengis.net/cat/csw/2.0.2"
	ogc     = "http://www.opengis.net/ogc"
)

// Request is what is asked.
type Request struct {
	Operation string
	Schema    string // GMD or csw's own
	Set       string // brief, summary, full
	Results   bool   // records are wanted, not only their number
	Start     int    // from 1
	Most      int
	Filter    Expr // nil for all
	Sort      []Key
	IDs       []string
}

// Key is a property to sort by.
type Key struct {
	Property string
	Down     bool
}

// maxBody is how long a request may be, in bytes.
const maxBody = 256 << 10

// ReadQuery reads a request from the query of an address; names of parameters are
// in any case.
func ReadQuery(values url.Values) (Request, error) {
	get := func(name string) string {
		for k, v := range values {
			if strings.EqualFold(k, name) && len(v) > 0 {
				return strings.TrimSpace(v[0])
			}
		}
		return ""
	}
	if s := get("service"); s != "" && !strings.EqualFold(s, "CSW") {
		return Request{}, invalid("service", "this service is CSW, not %.40q", s)
	}
	operation := get("request")
	if operation == "" {
		return Request{}, &Exception{"MissingParameterValue", "request", "request is missing: GetCapabilities, DescribeRecord, GetRecords or GetRecordById"}
	}
	if err := version(get("version"), get("acceptversions"), operation); err != nil {
		return Request{}, err
	}
	r := Request{Operation: operation, Results: strings.EqualFold(get("resulttype"), "results")}
	err := r.common(get("outputschema"), get("elementsetname"), get("startposition"), get("maxrecords"))
	if err != nil {
		return r, err
	}
	if ids := get("id"); ids != "" {
		r.IDs = strings.Split(ids, ",")
	}
	for key := range strings.SplitSeq(get("sortby"), ",") {
		name, way, _ := strings.Cut(strings.TrimSpace(key), ":")
		if name != "" {
			r.Sort = append(r.Sort, Key{name, strings.EqualFold(way, "D") || strings.EqualFold(way, "DESC")})
		}
	}
	if constraint := get("constraint"); constraint != "" {
		if language := get("constraintlanguage"); strings.EqualFold(language, "FILTER") || language == "" && strings.HasPrefix(constraint, "<") {
			r.Filter, err = readFilterText(constraint)
		} else {
			r.Filter, err = ReadCQL(constraint)
		}
	}
	return r.complete(err)
}

func version(asked, accepted, operation string) error {
	if strings.EqualFold(operation, GetCapabilities) {
		if accepted != "" && !strings.Contains(accepted, Version) {
			return &Exception{"VersionNegotiationFailed", "acceptVersions", "only 2.0.2 is spoken here"}
		}
		return nil
	}
	if asked != "" && asked != Version {
		return invalid("version", "only 2.0.2 is spoken here")
	}
	return nil
}

func (r *Request) common(schema, set, start, most string) error {
	r.Schema, r.Set, r.Start, r.Most = space, "summary", 1, 10
	switch schema {
	case "", space, "csw:Record", "http://www.opengis.net/cat/csw":
	case GMD, "csw:IsoRecord", "http://www.isotc211.org/schemas/2005/gmd/":
		r.Schema = GMD
	default:
		return invalid("outputSchema", "%.80q is not written here: %s or %s", schema, space, GMD)
	}
	switch strings.ToLower(set) {
	case "":
	case "brief", "summary", "full":
		r.Set = strings.ToLower(set)
	default:
		return invalid("elementSetName", "%.40q: brief, summary or full", set)
	}
	for _, p := range []struct {
		name, text string
		into       *int
		least      int
	}{{"startPosition", start, &r.Start, 1}, {"maxRecords", most, &r.Most, 0}} {
		if p.text == "" {
			continue
		}
		n, err := strconv.Atoi(p.text)
		if err != nil || n < p.least || n > 1<<30 {
			return invalid(p.name, "%.40q is not a whole number from %d on", p.text, p.least)
		}
		*p.into = n
	}
	r.Most = min(r.Most, MostRecords)
	return nil
}

func (r Request) complete(err error) (Request, error) {
	for _, known := range []string{GetCapabilities, DescribeRecord, GetRecords, GetRecordByID} {
		if strings.EqualFold(r.Operation, known) {
			r.Operation = known
			if err == nil && known == GetRecordByID && len(r.IDs) == 0 {
				err = &Exception{"MissingParameterValue", "id", "id is missing: the identifiers of the records"}
			}
			return r, err
		}
	}
	return r, &Exception{"OperationNotSupported", r.Operation, "known are GetCapabilities, DescribeRecord, GetRecords and GetRecordById"}
}

// node is an element of a request.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []node     `xml:",any"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) child(name string) (node, bool) {
	for _, c := range n.Children {
		if c.XMLName.Local == name {
			return c, true
		}
	}
	return node{}, false
}

func (n node) text() string { return strings.TrimSpace(n.Text) }

// ReadBody reads a request in XML, also in an envelope of SOAP.
func ReadBody(body io.Reader) (Request, error) {
	b, err := io.ReadAll(io.LimitReader(body, maxBody+1))
	if err != nil {
		return Request{}, err
	}
	if len(b) > maxBody {
		return Request{}, &Exception{"NoApplicableCode", "", "the request is longer than 256 kB"}
	}
	n, err := parse(b)
	if err != nil {
		return Request{}, &Exception{"NoApplicableCode", "", "the request is not XML: " + err.Error()}
	}
	if n.XMLName.Local == "Envelope" {
		if inside, ok := n.child("Body"); ok && len(inside.Children) > 0 {
			n = inside.Children[0]
		}
	}
	if s := n.attr("service"); s != "" && s != "CSW" {
		return Request{}, invalid("service", "this service is CSW, not %.40q", s)
	}
	if err := version(n.attr("version"), "", n.XMLName.Local); err != nil {
		return Request{}, err
	}
	r := Request{Operation: n.XMLName.Local, Results: n.attr("resultType") == "results"}
	set := ""
	query, _ := n.child("Query")
	for _, at := range []node{query, n} {
		if e, ok := at.child("ElementSetName"); ok {
			set = e.text()
		}
	}
	if err := r.common(n.attr("outputSchema"), set, n.attr("startPosition"), n.attr("maxRecords")); err != nil {
		return r, err
	}
	for _, c := range n.Children {
		if c.XMLName.Local == "Id" {
			r.IDs = append(r.IDs, c.text())
		}
	}
	if sort, ok := query.child("SortBy"); ok {
		for _, p := range sort.Children {
			name, _ := p.child("PropertyName")
			order, _ := p.child("SortOrder")
			r.Sort = append(r.Sort, Key{name.text(), order.text() == "DESC"})
		}
	}
	if constraint, ok := query.child("Constraint"); ok {
		if text, ok := constraint.child("CqlText"); ok {
			r.Filter, err = ReadCQL(text.text())
		} else if filter, ok := constraint.child("Filter"); ok {
			r.Filter, err = readFilter(filter)
		}
	}
	return r.complete(err)
}

// mostDeep bounds how deep elements, and conditions, may stand in one another.
const mostDeep = 40

// parse reads XML whose elements do not stand too deep in one another.
func parse(b []byte) (n node, err error) {
	d := xml.NewDecoder(strings.NewReader(string(b)))
	for depth := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return n, err
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > mostDeep {
				return n, errors.New("elements stand too deep in one another")
			}
		case xml.EndElement:
			depth--
		case xml.Directive:
			return n, errors.New("a document type is not taken")
		}
	}
	return n, xml.Unmarshal(b, &n)
}
