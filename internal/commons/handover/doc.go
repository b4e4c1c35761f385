// Package handover gives a member all that it owns, in open formats, and takes
// a member in that another installation has given so.
//
// An export is a folder or a zip:
//
//	index.html               what is in it, for people
//	datasets/ADDRESS/N/...   each version's original; its clean CSV and Parquet
//	records/TABLE.jsonl      every record of the member, one JSON object a line
//	lent/TABLE.jsonl         what the records stand on: models of the operator's
//	rgpd/...                 the register for people to read, and its documents
//	people.jsonl             who has roles there, without passwords
//	journal/ORIGIN.jsonl     what happened, each entry with its proof
//	journal/ORIGIN.checkpoint  the signed state of that journal
//	manifest.json            member, tables with counts, files by digest
//	SHA256SUMS               the digest of every other file
//
// The register of tables says which records there are, so that a room that is
// added later is exported without a word. An import verifies every digest,
// takes only tables and columns that this program knows and only rows of that
// one member, and does all of it in one transaction. The journal of the former
// installation is kept beside the new log as it was attested, and goes out
// again with the next export.
package handover
