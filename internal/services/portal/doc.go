// Package portal is the public site: the operator's home page, the search, one
// portal for each member, and the page of each dataset with its table.
//
// It promises that every page reads and works without a script, in French and
// in English; that no page sets a cookie or tells anybody who reads it; that
// an address which once led somewhere goes on leading there, or says that what
// stood there was withdrawn; and that the state of a table (sorting, filters,
// page) lives in its address, so that a view can be shared.
//
// It knows neither where datasets are kept nor how their rows are queried:
// what it needs of others it says in doors.go.
package portal
