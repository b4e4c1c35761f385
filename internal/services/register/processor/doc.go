// Package processor keeps the software and the suppliers that work on personal
// data for members (GDPR, art. 28).
//
// The operator keeps each of them once, in a catalogue on the mechanism of
// models (see model): who publishes it, where and by whom it is hosted, which
// law it obeys, its own processors, its certificates, its standard contract with
// the clauses that stand in it, its functions of artificial intelligence. A
// member that uses it ticks it: what it has is an instance, so that what the
// operator corrects reaches everybody, and what a member wrote differently stays.
//
// Of a member alone are its contract (Contract: dates, the annex and its signed
// file) and its own suppliers, which the operator may merge into the catalogue
// (Merge), with a way back.
//
// What art. 28 asks of a contract is data with its source (data/clauses.yaml).
// Which data are under the law of another country, or fed to functions of
// artificial intelligence, is told by Exposed: products as they are described,
// with the activities that use them (Uses, which app hands in).
package processor
