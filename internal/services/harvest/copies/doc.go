// Package copies follows what others have copied: which platforms harvest what
// is published here, and, once a dataset was withdrawn or erased, where it is
// gone, where its erasure was asked for, and where nobody knows.
//
// The list of platforms is the operator's, each with the day on which it was
// last looked over. What can be told by machine (data.gouv.fr, where datasets
// are pushed) is not written by hand. Others get a letter that is ready to
// send; whoever has sent it says so here.
package copies
