// Package madistest makes installations of Madis with invented data, in the
// shape of v2.4.0, for tests: the statements that fill a database, and the
// folder of documents beside it. The same seed gives the same installation.
package madistest
