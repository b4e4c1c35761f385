package csw

import (
	"context"
	"time"
)

// Record is what a catalogue says of a dataset.
type Record struct {
	ID        string
	Title     string
	Abstract  string
	Keywords  []string
	Publisher string // an organisation
	Homepage  string // of the publisher
	Landing   string // page of the dataset
	Issued    time.Time
	Modified  time.Time
	Frequency string      // code of ISO 19115's MD_MaintenanceFrequencyCode
	Place     string      // name of the area
	PlaceCode string      // its address in a reference of places
	BBox      *[4]float64 // west, south, east, north, in degrees; nil when unknown
	Licence   string      // name
	Terms     string      // address of the licence
	Links     []Link
}

// Link is a file or an interface.
type Link struct {
	URL    string
	Name   string
	Format string // "CSV"
	Media  string // its media type
	Size   int64  // bytes
}

// Source gives the records. Both answer the public.
type Source interface {
	// Page returns records in an order that does not change, and how many there
	// are in all.
	Page(ctx context.Context, limit, offset int) ([]Record, int, error)
	// Get returns one; false when there is none.
	Get(ctx context.Context, id string) (Record, bool, error)
}

// Server answers as one catalogue.
type Server struct {
	Title    string
	Abstract string
	Provider string
	Site     string // of the provider
	Address  string // of the service itself
	Source   Source
}

// MostRecords is how many records an answer holds at most.
const MostRecords = 100
