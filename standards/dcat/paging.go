package dcat

import (
	"fmt"
	"net/url"
	"strconv"
)

// Paging places one page among the pages of a catalogue, as Hydra's
// PartialCollectionView does and as udata's harvester follows it. Addresses are
// absolute; Next and Previous are empty at the ends.
type Paging struct {
	This, First, Last, Next, Previous string
	// Total is the number of datasets on all pages.
	Total int
}

// Page makes the paging of the page of that number, from 1, of a catalogue of
// total datasets at the address, with size datasets on a page. The page's number
// goes into the parameter "page"; other parameters of the address stay.
func Page(address string, number, size, total int) (*Paging, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("dcat: address of a page: %w", err)
	}
	if size < 1 {
		return nil, fmt.Errorf("dcat: %d datasets on a page", size)
	}
	last := max(1, (total+size-1)/size)
	if number < 1 || number > last {
		return nil, fmt.Errorf("dcat: page %d of %d", number, last)
	}
	at := func(n int) string {
		if n < 1 || n > last {
			return ""
		}
		q := u.Query()
		q.Set("page", strconv.Itoa(n))
		v := *u
		v.RawQuery = q.Encode()
		return v.String()
	}
	return &Paging{
		This: at(number), First: at(1), Last: at(last), Next: at(number + 1), Previous: at(number - 1), Total: total,
	}, nil
}
