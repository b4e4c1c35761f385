// Package mysqldump reads what mysqldump and mariadb-dump write: SQL text, plain
// or compressed with gzip, row by row.
//
// It understands CREATE TABLE for the names and types of columns, and INSERT or
// REPLACE … VALUES with any number of rows, with or without a list of columns.
// Strings are read in the character set that the dump names (SET NAMES, or an
// introducer such as _latin1'…'), with MySQL's escapes; hexadecimal and bit
// literals are bytes. Everything else (locks, triggers, views, procedures) is
// passed over as a whole statement. Nothing is ever executed.
//
// A dump that ends in the midst of a statement is an error, with its line. One
// that ends between statements and lacks the last comment that these programs
// write is read, and Complete says so.
//
// Sources: MySQL 8.0 reference manual, "String Literals", "Hexadecimal
// Literals", "Comment Syntax"; MariaDB knowledge base, "mariadb-dump".
package mysqldump
