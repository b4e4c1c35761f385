// Package quality looks for what a schema does not forbid and a careful reader
// would stop at: rows that stand twice, amounts a thousand times the usual,
// dates to come, texts cut at 255 characters, letters read in the wrong
// encoding, points outside their commune. What it finds is a warning or a remark, never an error.
//
// [Watch] stands between a table and its check, and looks at the rows that
// pass. It remembers little: digests of a million rows, a sample of the
// numbers. Each rule has a name ([Rules]) and can be left out.
package quality
