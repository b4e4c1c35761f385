// Package register is the house of the data-protection register: a family of
// rooms that one team uses for hundreds of members. Its rooms may import each
// other, downward only; see each room's own doc.go.
//
//	model    models that live on: versions, instances, batches that can be undone
//	activity the registers of art. 30, and the first page of a member
//	designation who answers at each body: officer, controller, referent
//	processor software and suppliers: catalogue, contracts, clauses, what is exposed
//	term     when time limits of law end
//	post     who is told at a member, and at the operator
//	request  requests of people who use their rights
//	breach   personal-data breaches
//	advice   questions to the officer, and the documents she shares
package register
