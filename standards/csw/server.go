package csw

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"
)

const heads = ` xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:ows="http://www.opengis.net/ows" xmlns:ogc="http://www.opengis.net/ogc" xmlns:gml="http://www.opengis.net/gml" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.opengis.net/cat/csw/2.0.2 http://schemas.opengis.net/csw/2.0.2/CSW-discovery.xsd"`

const prolog = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// Answer answers a request as of now. The error is of the source, or an
// *Exception, which Report writes.
func (s Server) Answer(ctx context.Context, r Request, now time.Time) ([]byte, error) {
	d := &doc{}
	d.raw(prolog)
	switch r.Operation {
	case GetCapabilities:
		s.capabilities(d)
	case DescribeRecord:
		describe(d)
	case GetRecordByID:
		return s.byID(ctx, d, r)
	default:
		return s.records(ctx, d, r, now)
	}
	return d.b, nil
}

// Report writes an error as an ows:ExceptionReport. What is no *Exception is told
// without its details.
func Report(err error) []byte {
	var e *Exception
	if !errors.As(err, &e) {
		e = &Exception{Code: "NoApplicableCode", Text: "the service cannot answer now; try again later"}
	}
	d := &doc{}
	d.raw(prolog + `<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows" version="1.2.0">`)
	d.open("ows:Exception", "exceptionCode", e.Code, "locator", e.Locator)
	d.leaf("ows:ExceptionText", e.Text)
	d.close("ows:Exception", "ows:ExceptionReport")
	return d.b
}

// mostLooked is how many records a constraint is held against.
const mostLooked = 100_000

// chosen are the records that a request wants, from its start on, and how many
// there are in all.
func (s Server) chosen(ctx context.Context, r Request) ([]Record, int, error) {
	most := r.Most
	if !r.Results {
		most = 0
	}
	if r.Filter == nil && len(r.Sort) == 0 {
		return s.Source.Page(ctx, most, r.Start-1)
	}
	var all []Record
	const atOnce = 1000
	for from := 0; from < mostLooked; from += atOnce {
		page, total, err := s.Source.Page(ctx, atOnce, from)
		if err != nil {
			return nil, 0, err
		}
		for _, x := range page {
			if r.Filter == nil || r.Filter.Holds(x) {
				all = append(all, x)
			}
		}
		if from+atOnce >= total {
			break
		}
	}
	order(all, r.Sort)
	from := min(r.Start-1, len(all))
	return all[from:min(from+most, len(all))], len(all), nil
}

func order(list []Record, keys []Key) {
	if len(keys) == 0 {
		return
	}
	first := func(r Record, property string) string {
		if v, _ := r.values(property); len(v) > 0 {
			return fold(v[0])
		}
		return ""
	}
	slices.SortStableFunc(list, func(a, b Record) int {
		for _, k := range keys {
			c := cmp.Compare(first(a, k.Property), first(b, k.Property))
			if k.Down {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
}

func (s Server) records(ctx context.Context, d *doc, r Request, now time.Time) ([]byte, error) {
	list, total, err := s.chosen(ctx, r)
	if err != nil {
		return nil, err
	}
	next := r.Start + len(list)
	if next > total || len(list) == 0 {
		next = 0
	}
	d.raw("<csw:GetRecordsResponse" + heads + ` version="2.0.2">`)
	d.raw(`<csw:SearchStatus timestamp="` + now.UTC().Format("2006-01-02T15:04:05Z") + `"/>`)
	d.open("csw:SearchResults", "numberOfRecordsMatched", strconv.Itoa(total), "numberOfRecordsReturned", strconv.Itoa(len(list)),
		"nextRecord", strconv.Itoa(next), "elementSet", r.Set, "recordSchema", r.Schema)
	for _, x := range list {
		d.record(x, r)
	}
	d.close("csw:SearchResults", "csw:GetRecordsResponse")
	return d.b, nil
}

func (d *doc) record(x Record, r Request) {
	if r.Schema == GMD {
		d.iso(x, r.Set)
	} else {
		d.core(x, r.Set)
	}
}

func (s Server) byID(ctx context.Context, d *doc, r Request) ([]byte, error) {
	d.raw("<csw:GetRecordByIdResponse" + heads + ">")
	for _, id := range r.IDs[:min(len(r.IDs), MostRecords)] {
		x, found, err := s.Source.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if found {
			d.record(x, r)
		}
	}
	d.close("csw:GetRecordByIdResponse")
	return d.b, nil
}

// describe points at the official schemas: they are not ours to copy.
func describe(d *doc) {
	d.raw("<csw:DescribeRecordResponse" + heads + ">")
	for _, c := range [][2]string{{space, "http://schemas.opengis.net/csw/2.0.2/record.xsd"}, {GMD, "http://www.isotc211.org/2005/gmd/gmd.xsd"}} {
		d.open("csw:SchemaComponent", "targetNamespace", c[0], "schemaLanguage", "http://www.w3.org/XML/Schema")
		d.raw(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">`)
		d.raw(`<xs:import namespace="` + c[0] + `" schemaLocation="` + c[1] + `"/></xs:schema>`)
		d.close("csw:SchemaComponent")
	}
	d.close("csw:DescribeRecordResponse")
}

func (s Server) capabilities(d *doc) {
	d.raw("<csw:Capabilities" + heads + ` version="2.0.2"><ows:ServiceIdentification>`)
	d.leaf("ows:Title", s.Title)
	d.leaf("ows:Abstract", s.Abstract)
	d.raw("<ows:ServiceType>CSW</ows:ServiceType><ows:ServiceTypeVersion>2.0.2</ows:ServiceTypeVersion><ows:Fees>NONE</ows:Fees><ows:AccessConstraints>NONE</ows:AccessConstraints></ows:ServiceIdentification><ows:ServiceProvider>")
	d.leaf("ows:ProviderName", s.Provider)
	d.raw("<ows:ProviderSite")
	if s.Site != "" {
		d.raw(` xlink:href="`)
		d.text(s.Site)
		d.raw(`"`)
	}
	d.raw("/><ows:ServiceContact/></ows:ServiceProvider><ows:OperationsMetadata>")
	parameters := func(list ...string) [][]string { return [][]string{list} }
	schemas := []string{"outputSchema", space, GMD}
	s.operation(d, GetCapabilities, parameters("sections", "ServiceIdentification", "ServiceProvider", "OperationsMetadata", "Filter_Capabilities"))
	s.operation(d, DescribeRecord, parameters("typeName", "csw:Record", "gmd:MD_Metadata"))
	s.operation(d, GetRecords, [][]string{{"typeNames", "csw:Record", "gmd:MD_Metadata"}, schemas, {"resultType", "hits", "results"}, {"outputFormat", "application/xml"},
		{"ElementSetName", "brief", "summary", "full"}, {"CONSTRAINTLANGUAGE", "FILTER", "CQL_TEXT"}})
	s.operation(d, GetRecordByID, [][]string{schemas, {"outputFormat", "application/xml"}, {"ElementSetName", "brief", "summary", "full"}})
	d.raw(`<ows:Parameter name="service"><ows:Value>CSW</ows:Value></ows:Parameter><ows:Parameter name="version"><ows:Value>2.0.2</ows:Value></ows:Parameter>`)
	d.raw(`<ows:Constraint name="IsoProfiles"><ows:Value>` + GMD + `</ows:Value></ows:Constraint></ows:OperationsMetadata>`)
	d.raw(`<ogc:Filter_Capabilities><ogc:Spatial_Capabilities><ogc:GeometryOperands><ogc:GeometryOperand>gml:Envelope</ogc:GeometryOperand></ogc:GeometryOperands><ogc:SpatialOperators><ogc:SpatialOperator name="BBOX"/></ogc:SpatialOperators></ogc:Spatial_Capabilities><ogc:Scalar_Capabilities><ogc:LogicalOperators/><ogc:ComparisonOperators>`)
	for _, o := range []string{"EqualTo", "NotEqualTo", "LessThan", "GreaterThan", "LessThanEqualTo", "GreaterThanEqualTo", "Like", "Between", "NullCheck"} {
		d.leaf("ogc:ComparisonOperator", o)
	}
	d.raw(`</ogc:ComparisonOperators></ogc:Scalar_Capabilities><ogc:Id_Capabilities><ogc:EID/><ogc:FID/></ogc:Id_Capabilities></ogc:Filter_Capabilities></csw:Capabilities>`)
}

func (s Server) operation(d *doc, name string, parameters [][]string) {
	d.open("ows:Operation", "name", name)
	d.raw("<ows:DCP><ows:HTTP>")
	for _, method := range []string{"Get", "Post"} {
		d.raw("<ows:" + method + ` xlink:href="`)
		d.text(s.Address)
		d.raw(`"/>`)
	}
	d.raw("</ows:HTTP></ows:DCP>")
	for _, p := range parameters {
		d.open("ows:Parameter", "name", p[0])
		for _, v := range p[1:] {
			d.leaf("ows:Value", v)
		}
		d.close("ows:Parameter")
	}
	d.close("ows:Operation")
}
