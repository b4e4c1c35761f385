package piece

import (
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
)

// State is how a piece stands as a whole. Withdrawn is not erased: a withdrawn
// piece is hidden and can come back; an erased one has lost its bytes.
type State string

// The states of a piece.
const (
	Active    State = "active"
	Withdrawn State = "withdrawn"
	Erased    State = "erased"
)

// Piece is something that a member deposited, through all its versions.
type Piece struct {
	ID       string
	MemberID string
	Kind     string // "dataset"
	Title    string // "" once erased
	State    State
	Latest   int // number of the latest version
	Created  time.Time
}

// Takes tells why no version can be added to the piece, nil when one can.
func (p Piece) Takes() error {
	if p.State != Erased {
		return nil
	}
	return fault.New(fault.Gone, "piece.Takes", "Ce dépôt a été effacé\u202f: faites-en un nouveau.",
		"This piece was erased: make a new one.")
}

// Version is one deposit of a piece.
type Version struct {
	ID       string // also the deposit's and the life's
	PieceID  string
	MemberID string
	Number   int    // from 1
	Digest   string // SHA-256 of the bytes, hexadecimal; "" once erased
	Size     int64  // bytes
	FileName string // as the depositor named it, without any folder
	Profile  string // what the depositor says it is: a schema's name, or ""
	Actor    access.Actor
	Created  time.Time
}

// MaxTitle is the longest title, in characters, as data.gouv.fr has it.
const MaxTitle = 350

// CleanTitle returns a title fit to be kept: blanks trimmed and made single,
// control characters dropped. Empty and overlong titles are Invalid.
func CleanTitle(title string) (string, error) {
	const op = "piece.CleanTitle"
	title = strings.Join(strings.Fields(strings.Map(printable, title)), " ")
	if title == "" {
		return "", fault.New(fault.Invalid, op, "Donnez un titre au dépôt.", "Give the deposit a title.")
	}
	if n := utf8.RuneCountInString(title); n > MaxTitle {
		return "", fault.New(fault.Invalid, op,
			"Le titre compte %[1]d caractères ; il en faut au plus %[2]d. Raccourcissez-le, le détail a sa place dans la description.",
			"The title has %[1]d characters; at most %[2]d fit. Shorten it, the details belong in the description.", n, MaxTitle)
	}
	return title, nil
}

// CleanFileName returns the last element of a file name that may hold folders
// of any system, without control characters: a name to show and to offer when
// the file is downloaded, never a path.
func CleanFileName(name string) string {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "\ufffd")
	name = strings.TrimSpace(strings.Map(printable, path.Base("/"+name)))
	if name == "" || name == "/" || name == "." || name == ".." {
		return "fichier"
	}
	for utf8.RuneCountInString(name) > 200 {
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:]
	}
	return name
}

func printable(r rune) rune {
	if r == '\t' || r == '\n' || r == '\r' {
		return ' '
	}
	// Bidirectional overrides make a name look like another one.
	if unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
		return -1
	}
	return r
}
