// Package embed shows parts of the public site in pages of others: a table in a
// view, charts and a map, a list of datasets, a search, a story or one chart of it.
//
// It promises that a frame runs no script, unless the page around it uses our
// element, whose frame says how high it is and nothing else; that no cookie is
// set and nobody is followed; that these addresses alone may be framed, by all
// sites or by those that the member names; and that a link in a frame leads out
// of it.
package embed
