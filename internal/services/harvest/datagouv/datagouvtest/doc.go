// Package datagouvtest is a server of ours that behaves as the API of
// data.gouv.fr does, traps included, as far as its documentation and udata's
// sources tell (udata 25b5a2ddd, read 2026-08-21):
//
//   - a PUT resets what it leaves out, private among it, and replaces the list of
//     resources by that which it is given; the form of resources takes away those
//     that are not named;
//   - a new resource comes first in the list; PUT .../resources/ takes the order of
//     all of them, or answers 400;
//   - a changed title gives another slug and page; both the identifier and the slug
//     are answered;
//   - a deleted dataset answers 410 to everything, a second deletion too;
//   - a wrong token is 401, another's organisation or dataset 403, wrong fields 400
//     with {"errors": {field: [message]}}, too many calls 429 with Retry-After;
//   - lists are paged (page, page_size, next_page).
//
// It keeps community resources apart, as they do, and counts what is asked, so
// that tests see what was left alone. It was not compared with the real service.
package datagouvtest
