// Package tables keeps published tables as Parquet and answers queries on
// them. It is the only room that knows Parquet and DuckDB, and it knows no word
// of the domain: a table is columns, rows and a digest.
//
// # What it promises
//
// WriteParquet turns checked text into typed Parquet, the published truth.
// An Engine answers a Query on a table named by the digest of its Parquet. A
// query is a value, never text: columns, filters, sorts, searched words. What
// is wrong with it comes back as a *QueryError that names the culprit. Rows
// without a Sort come in file order and every order ends with the row number,
// so that pages neither overlap nor leave a gap. People's text is compared
// without case and accents (Fold), but for Eq and Ne.
//
// Everything the Engine keeps is derived from the Parquet and disposable: a
// broken file is made again, and Forget destroys all of it at once.
//
// # Three ways to answer
//
// A big table becomes a native DuckDB file (<digest>.duckdb), attached
// read-only: a filtered page of 1,000,000 rows takes milliseconds, eight times
// less than on the Parquet itself. A small one (up to 200,000 cells) is decoded
// and answered by plain loops in Go. Measured on forty rows of sixteen columns:
// a native file takes 20 ms to make, 0.5 MB on disk, 1 ms to attach and 2 ms to
// ask; an in-memory DuckDB table 3 ms to load and 2 ms to ask; decoded rows
// 0.5 ms to load and 0.03 ms to ask. A territory has ten thousand small tables
// and a few big ones, and a server that shows only small ones never opens
// DuckDB at all. Both ways start from the same compiled plan, and a property
// test holds them against a third, naive evaluation.
//
// Plain questions on a big table (comparisons of cells with constants; pages in
// the order of the file or of cells; counts, sums and extremes by columns of few
// values) are answered by loops over decoded columns (vector.go, quick.go), and the
// rows of a page come of blocks of rows (blocks.go). Decoded columns lie in a file
// of their own (<digest>.columns, column_file.go), made of the Parquet together with
// the native file: the first question reads what it asks about within milliseconds. On 1,000,000 rows of 16 columns DuckDB takes 20 ms
// of processor for a filtered page or groups, half of it to plan and to wake
// threads; the loops take 2 and 5. They answer what DuckDB answers, to the last
// digit and in the same order, and a property test holds them against it: sums of
// numbers are therefore exact sums of parts in both (quick_sum.go). Columns and
// blocks are held within budgets (Config.VectorMemory, BlockMemory). DuckDB has
// the rest, a few questions at a time behind a gate that is fair to askers.
//
// In a native file the columns are c0, c1, ... and the folded texts f0, f1,
// ...: published names never come near SQL, and values are bound. Folded text
// is stored because folding at query time costs ten times as much (contains
// on 1,000,000 rows: 30 ms against 400 ms; a text order: 40 ms against
// 800 ms); it makes the file 1.7 times as big. The row number is DuckDB's own
// rowid, since the file is written once, in order.
//
// # What DuckDB may do
//
// It opens files under the cache directory and nothing else, loads no
// extension, reaches no network, and its configuration is locked before the
// first table. It reads only Parquet that WriteParquet made and native files
// that it made itself. Time zones are functions of ours (zone.go), for its own need
// ICU, which package lean leaves out of the program. It is opened when the first big table is asked for and
// closed after idling, to give its memory back.
package tables
