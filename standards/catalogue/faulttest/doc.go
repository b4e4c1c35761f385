// Package faulttest makes tables with one known fault each, out of the schemas
// of the catalogue: for the tests, and for the comparison with the reference
// checker (oracles). The same schemas give the same files on every machine.
package faulttest
