// Package madis takes a whole installation of Madis over: the register that a
// shared data-protection officer has kept for all bodies until now.
//
// It reads a dump of its MySQL or MariaDB database (v2.4.0, and what earlier
// versions left in its tables), or the database itself from the command line,
// and the folder of documents. What is read stands aside until somebody has
// seen, body by body, how many records of each kind there are, which body is
// which member, and what cannot be carried; then it is accepted, or dropped.
//
//	collectivité   a member, by its SIREN; unmatched ones wait for a decision
//	traitement     an activity. One that was duplicated becomes a model of the
//	               operator, and each clone an instance of it with only what
//	               differs; any other is the member's own
//	sous-traitant, outil      what the member uses (see processor), of which its
//	               activities' recipients and software are; what several bodies
//	               have becomes an entry of the catalogue
//	demande, violation        requests and breaches, as they stood
//	référentiel, évaluation   a questionnaire, as it reads in the dump, and the
//	               surveys with the scores that they had
//	conformité     of a treatment, with its points and what is planned; of the
//	               body, under a questionnaire as it reads in the dump
//	AIPD           an assessment of the activity, by the questions of the method
//	justificatif   a file of the member; so is a member of its committee
//
// Each body is one transaction. What was made is known by the identifier that it
// had in Madis: importing again adds only what is new. Everything can be undone
// later, except what somebody has worked on since; the page names that.
//
// Columns and records that have no place here are listed with their original.
// Passwords, tokens, sessions and the log of who did what are never read.
//
// The names of tables and columns are those of the entities and migrations of
// Madis v2.4.0 (github.com/svs-step/madis).
package madis
