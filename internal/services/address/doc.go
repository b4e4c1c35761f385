// Package address is where a commune keeps its Base Adresse Locale: it imports
// the file that it has, writes streets, places and numbers in a table and on a
// map, is told what the official rules find, publishes it as a dataset and has
// it sent to the national base.
//
// A row is never changed: what is written is a new version of it, born in a
// change, and the former is gone by that change. Undoing a change takes its
// births back and brings its deaths to life, as long as no later change has
// touched them. Who writes over a version that is gone meanwhile is told so, and
// shown both.
//
// Sending goes through the deposit interface of the national base (API de
// dépôt): a revision is made, given the file, computed and published, by a
// durable job; each answer is kept. The operator is the client (organisme de
// mutualisation), with a token that is kept sealed; the commune allows it once
// by a code that the national base mails to the town hall. Without an address
// in the settings nothing is ever contacted.
package address
