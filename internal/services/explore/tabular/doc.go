// Package tabular speaks the tabular API of data.gouv.fr for the table of a
// dataset, so that what was written for that API works here: filters, order and
// groups as COLUMN__OPERATOR=VALUE, pages, CSV and JSON, profile and swagger. A
// resource is a dataset: its identifier is the dataset's.
//
// Where the two differ: groups are open to all datasets, aggregates of groups are
// paged like rows, and exports have no limit of rows.
package tabular
