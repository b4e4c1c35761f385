package portals

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// pageSize is how many datasets are asked for at once, where one may say so.
const pageSize = 100

const acceptRDF = "text/turtle, application/rdf+xml, application/ld+json, application/xml;q=0.8, application/json;q=0.7, */*;q=0.1"

// Start says what to ask a portal first. The address is that of the catalogue
// (DCAT), of the service (CSW), or of the interface; filters in it stay.
func Start(k Kind, at string) (Request, error) {
	u, err := url.Parse(at)
	if err != nil {
		return Request{}, fmt.Errorf("portals: address: %w", err)
	}
	q := u.Query()
	switch k {
	case DCAT:
		return Request{Method: "GET", URL: at, Accept: acceptRDF}, nil
	case ODS:
		q.Set("limit", strconv.Itoa(pageSize))
		q.Set("offset", "0")
	case CKAN:
		if strings.Contains(u.Path, "package_search") {
			q.Set("rows", strconv.Itoa(pageSize))
			q.Set("start", "0")
		}
	case Udata:
		q.Set("page_size", strconv.Itoa(pageSize))
		q.Set("page", "1")
	case CSW:
		return getRecords(*u, 1), nil
	default:
		return Request{}, fmt.Errorf("portals: unknown kind %q", k)
	}
	u.RawQuery = q.Encode()
	return Request{Method: "GET", URL: u.String(), Accept: "application/json"}, nil
}

// Read reads the answer to a request. contentType is what the portal calls it,
// which is believed no more than the answer itself. now is the present.
func Read(k Kind, asked Request, contentType string, body []byte, now time.Time) (Page, error) {
	switch k {
	case DCAT:
		return readDCAT(asked, contentType, body, now)
	case ODS:
		return readODS(asked, body, now)
	case CKAN:
		return readCKAN(asked, body, now)
	case Udata:
		return readUdata(asked, body, now)
	case CSW:
		return readCSW(asked, body, now)
	}
	return Page{}, fmt.Errorf("portals: unknown kind %q", k)
}

// later is a request for what stands n further on in a parameter, nil at the end.
func later(asked Request, parameter string, n, total int) *Request {
	u, err := url.Parse(asked.URL)
	if err != nil {
		return nil
	}
	q := u.Query()
	at, _ := strconv.Atoi(q.Get(parameter))
	if n <= 0 || at+n >= total {
		return nil
	}
	q.Set(parameter, strconv.Itoa(at+n))
	u.RawQuery = q.Encode()
	next := asked
	next.URL = u.String()
	return &next
}

// on is an address on the host of another.
func on(asked, path string) string {
	u, err := url.Parse(asked)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host + path
}
