// Package databasetest runs tests on real databases: SQLite in a temporary
// folder and PostgreSQL, each test with a database of its own.
//
// The PostgreSQL server is the one that AIRIAL_TEST_POSTGRES names (a
// postgres:// address whose user may create databases), or a throw-away one
// made with Debian's programs, once per machine and user, and shared by all
// test programs. Its default order of text is French, not "C": a query that
// sorts by a column without collate "C" is found out.
//
// Where PostgreSQL is not installed its half of each test is skipped, and says
// so; with CI=true it fails instead.
package databasetest
