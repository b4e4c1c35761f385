// Package decp makes a table of the essential data of public procurement (DECP),
// whose documents are trees: JSON of today's format, JSON of the one before 2024,
// XML.
//
// A row is one holder (titulaire) of one contract in its present state, with the
// standard's names; a name within another is joined by "_", as in the consolidated
// table that re-users of data.gouv.fr know, which has one row for each holder too:
// "what did this company win" is one filter there and here. That table repeats the
// contract's amount on each row, and adds rows of the past; whoever sums it without
// care counts a contract several times. So rows here are of the present alone
// (modifications applied in their order, modification_id says how far), and
// montantUneFois has the amount on the first holder's row and nowhere else: its sum
// is right whatever is filtered or grouped.
//
// A document may hold a contract twice; of those with the same buyer, number,
// purpose and holders the last to be published counts. Contracts and concessions
// stand in one table: valeurGlobale is a concession's montant, dateSignature its
// dateNotification, autoriteConcedante its acheteur, concessionnaires its holders.
package decp
