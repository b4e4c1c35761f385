// Package request keeps the requests of people who use their rights over their
// data (articles 12 to 22 of the RGPD, article 85 of the law of 1978): how they
// came in, what they ask, the answer, and the clock of one month.
//
// What it promises:
//
//   - A request goes through its states one by one; each move is a step with its
//     author and its instant, and an entry of the journal.
//   - The clock is the law's (package term): one month from receipt, three when
//     the requester was told so within the first. It is kept in the row, so that
//     lists are sorted by what is late.
//   - What the requester said and who she is stays in this room’s tables. The
//     journal, the log and letters to agents have identifiers and numbers only.
//   - Documents of identity have a last day; they are destroyed by an act of
//     their own, by hand or on that day. After the period of retention what names
//     the requester is erased; the number, the kinds and the dates stay, for the
//     yearly report.
//   - Those who answer for the member see its requests, and the operator's
//     data-protection officer. She prepares; what is done in the member's name
//     (the answer, the refusal, the notice of a longer delay) is for those who
//     decide there, or for her under the member's mandate.
package request
