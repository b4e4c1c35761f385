// Package named finds where the register names a person, and takes her out of
// all of it at once (GDPR, art. 15 and 17).
//
// It stands below the rooms that keep something. Each of them says in its own
// naming.go which columns of its tables are written by people (Table); a test
// wants every column of text of the register to be declared, as one in which
// somebody may be named or as one in which nobody is. What is kept as history
// (changes of fields, records as they were checked, states before an act) is
// declared like the rest, so that a person is forgotten there too.
//
//	Query    a name, an e-mail address, a telephone number, each in the ways in
//	         which people write it
//	Hit      a row that names her, with its place and the words around
//	Keep     why a row stays as it is: the law asks for it (data/kept.yaml), or
//	         whoever asks may not decide it
//
// Names are replaced by Mark within what is written; what describes one person
// alone (the requester of a request) is emptied together. There is no way back,
// and the page says so before. What stays of an erasure is its number of places,
// without the name; the journal's entry has no more.
//
// Texts are read in the program, not by the database: only so is “DUPRÉ, Éloïse”
// the person whom somebody writes “eloise dupre”. They are skimmed first, folded
// and looked through for her words alone, without titles or joins; only the rows
// that could name her are read with what is said of them. The contents of files
// are not read; their names are.
package named
