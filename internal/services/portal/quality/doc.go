// Package quality tells publishers how well their datasets are described, by the
// nine points of data.gouv.fr, and what the checker remarks in the data, each with
// what to do about it: a list of a member's datasets, those with most to gain first,
// and a page for each. It keeps nothing: all of it is computed from what is
// published now.
package quality
