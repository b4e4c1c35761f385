// Package paper makes the papers of the register: what is printed, signed,
// filed and put up on walls, from templates that the operator may word.
//
// It stands below the rooms whose papers they are. Such a room describes each
// paper by a Kind: its built-in template (Markdown with named fields, in a dated
// file with its source), the fields that exist with what they mean, and how they
// are filled. The yearly report is one Kind, whose chapters the rooms bring.
//
// What it promises: a template that was accepted can be filled from any record,
// however little is written in it (see Kind.whole); every saving is a version that
// one can go back to; a paper that was issued is a file that no longer changes.
package paper
