// Package nothing keeps the declarations of members that have nothing to
// publish: an état néant ("nil return") for a schema and a year, a quarter or a
// month.
//
// "We granted no subsidy in 2026" is an answer to a duty, and not the same as
// silence. It is published on the member's portal and by the interface, counted
// beside what is published, and can be taken back. It is no dataset: in the DCAT
// catalogues it is a resource of the catalogue, which who harvests datasets
// passes by.
package nothing
