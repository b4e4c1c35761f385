// Package portals reads what other portals list: catalogues in DCAT (Turtle,
// RDF/XML, JSON-LD), the interfaces of Opendatasoft (Explore API v2.1), CKAN (and
// DKAN) and udata (data.gouv.fr), and catalogue services (CSW 2.0.2) with ISO
// 19139 or DCAT records.
//
// It asks nothing itself. [Start] says what to ask first, [Read] makes of an
// answer the datasets that it lists and what to ask next. Who asks is to see to
// hosts, sizes, and pages that lead in a circle.
//
// What it promises:
//
//   - A dataset that cannot be taken is told apart with the reason, and the others
//     come through; an answer that is broken as a whole is an error.
//   - No contact person is kept: of who is named in the metadata only organisations
//     remain, and addresses of electronic mail are taken out of texts.
//   - Texts are plain: HTML is read as its words. A date to come is no date.
package portals
