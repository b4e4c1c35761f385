package tables

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
)

// A column file (<digest>.columns) lies beside a native file and holds those of
// its columns that can be vectors, decoded, in the order of the machine's own
// memory or nearly so: a column of 1,000,000 rows is there within milliseconds of
// its first question, where DuckDB would take half a second to hand it over.
//
//	a segment for each column   codes or cells, then the values of codes
//	the index                   JSON: where each segment lies, and its checksum
//	the tail                    4 bytes: length of the index; 4: its checksum; 8: the name of the format
//
// Numbers are little-endian.
const columnFormat = "airial-1"

const columnTail = 4 + 4 + len(columnFormat)

// The forms of a column in a file.
const (
	formNone   = ""       // it is no vector
	formBytes  = "bytes"  // codes of one byte
	formCodes  = "codes"  // codes of two
	formWhole  = "whole"  // whole numbers, then bits that say which cells have a value
	formNumber = "number" // likewise, with the largest number without its sign in front
)

// columnPlace says where a column lies in the file.
type columnPlace struct {
	Form   string `json:",omitempty"`
	At     int64  `json:",omitempty"`
	Size   int64  `json:",omitempty"`
	Values int    `json:",omitempty"` // of codes, how many there are
	Sum    uint32 `json:",omitempty"`
}

type columnIndex struct {
	Rows    int
	Columns []columnPlace
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func readIndex(file *os.File) (index columnIndex, err error) {
	info, err := file.Stat()
	if err != nil {
		return index, err
	}
	tail := make([]byte, columnTail)
	if _, err := file.ReadAt(tail, max(0, info.Size()-int64(columnTail))); err != nil {
		return index, fmt.Errorf("tables: a column file: %w", err)
	}
	size := int64(binary.LittleEndian.Uint32(tail))
	if string(tail[8:]) != columnFormat || size > info.Size()-int64(columnTail) || size > 1<<24 {
		return index, errors.New("tables: not a column file")
	}
	note := make([]byte, size)
	if _, err := file.ReadAt(note, info.Size()-int64(columnTail)-size); err != nil {
		return index, fmt.Errorf("tables: a column file: %w", err)
	}
	if crc32.Checksum(note, castagnoli) != binary.LittleEndian.Uint32(tail[4:]) {
		return index, errors.New("tables: the index of a column file is damaged")
	}
	return index, json.Unmarshal(note, &index)
}
