// Package foreign reads the database of another program, whole and read only:
// a MySQL or a MariaDB, from which somebody moves here.
//
// Everything is read within one transaction that sees the database as it was at
// its beginning, table by table, streaming. Values come as text, as a dump of
// the same database has them.
package foreign
