// Package harvest tells machines what is published: a catalogue of all members
// and one of each, as DCAT-AP, for data.gouv.fr, the regional platform and
// whoever else harvests.
//
// It promises what harvesters build on: identifiers and addresses that never
// change, one distribution for each format, no date in the future, and pages
// that stay in place while others are added behind them. A catalogue that
// cannot be written whole breaks off, so that nobody takes what is missing for
// withdrawn.
package harvest
