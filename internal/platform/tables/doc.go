// Package tables keeps published tables as Parquet and answers queries on them.
package tables
