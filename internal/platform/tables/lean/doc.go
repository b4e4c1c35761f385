// Package lean leaves out of the program what of DuckDB it does not use: time
// zones and collations of ICU (tables has functions of its own for the former),
// JSON, and the completion of a shell. They are 9 MB. On other systems than Linux
// they stay, unused.
package lean
