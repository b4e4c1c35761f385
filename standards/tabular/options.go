package tabular

// Names of the encodings that a Reader detects. Options.Encoding takes these
// and the usual aliases (cp1252, latin1, utf8, ...).
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
	ISO88591    = "iso-8859-1"
	ISO885915   = "iso-8859-15"
	MacRoman    = "macintosh"
	CP850       = "ibm850"
)

// Options override what the detection would find and bound what is read. The
// zero value detects everything, under the default limits.
type Options struct {
	// Encoding is one of the names above; empty means detect. A byte order
	// mark in the file wins over it.
	Encoding string
	// Delimiter is the byte between cells; 0 means detect among ; , tab and |.
	Delimiter byte
	// Quote is the byte around cells that hold a delimiter; 0 means detect
	// between " and ', NoQuote that no byte quotes.
	Quote byte
	// HeaderRow is the record of the header, counted from 1 with the blank
	// lines; 0 means detect.
	HeaderRow int
	// Expect is a list of labels which the header should hold. When it is
	// given, a row that holds most of them is the header whatever its looks.
	Expect []string
	// Block is how many bytes are read at once, 128 KiB when it is 0. The first
	// block is what the detection looks at; Scan cuts chunks of one block to
	// eight.
	Block  int
	Limits Limits
}

// NoQuote as Options.Quote says that no byte quotes cells.
const NoQuote byte = 0xFF

// Limits bound the memory that a Reader takes. Zero means the default.
type Limits struct {
	// Record is the size in bytes (decoded) of one record: what exceeds it is
	// skipped, and the record is flagged TooLong. Default 8 MiB.
	Record int
	// Columns is the number of cells of one record; further cells are dropped
	// and the record is flagged TooWide. Default 16384.
	Columns int
}

// Default limits.
const (
	DefaultRecordLimit = 8 << 20
	DefaultColumnLimit = 16384
)

func (l Limits) withDefaults() Limits {
	if l.Record <= 0 {
		l.Record = DefaultRecordLimit
	}
	if l.Columns <= 0 {
		l.Columns = DefaultColumnLimit
	}
	return l
}

// Dialect is how a file is written, as detected or imposed.
type Dialect struct {
	Encoding  string // one of the names above
	Delimiter byte
	Quote     byte // 0 when nothing quotes
	HeaderRow int  // counted from 1; 0 when the file has no record
	// Format is the kind of file where it is no CSV, Sheet the sheet of a
	// workbook, Packed how the file was packed: see standards/source.
	Format, Sheet, Packed string
}

// Options makes a reader read in the dialect d, without detection: the way to
// read the same bytes a second time.
func (d Dialect) Options() Options {
	quote := d.Quote
	if quote == 0 {
		quote = NoQuote
	}
	return Options{Encoding: d.Encoding, Delimiter: d.Delimiter, Quote: quote, HeaderRow: d.HeaderRow}
}
