// Package tabular reads the CSV that people really send, and writes clean CSV.
//
// It streams: whatever the size of the file, a reader holds one block and the
// record under way, within [Limits]. It detects what nobody states: the
// encoding, the delimiter, the quote character, the row of the header under
// the title lines that an export puts above it. It never refuses a file for
// being ugly. Only what is no table at all (empty, binary, a web page) is
// refused, with an [UnreadableError] that says why; anything else is read to
// its end, and each [Record] carries in its [Flags] what was wrong with it.
//
// Cells come out as UTF-8 bytes, valid until the next call, whatever went in.
// What is read does not depend on how the source cuts its reads.
//
// The rules of quoting are RFC 4180's, and Python's csv module where RFC 4180
// says nothing, because that is what the reference checker of French public
// tables reads with: text that follows a closing quote belongs to the cell, a
// quote inside an unquoted cell is a character like another, an empty line is
// a record without cells.
package tabular
