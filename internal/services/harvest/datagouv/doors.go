package datagouv

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/text"
)

// Catalogue is what this room needs of whoever keeps datasets. It is asked
// under a system scope.
type Catalogue interface {
	// Dataset returns a dataset as it stands; one that never was is a fault of
	// kind NotFound.
	Dataset(ctx context.Context, tx access.Tx, id string) (Dataset, error)
	// Published lists the ids of a member's public datasets.
	Published(ctx context.Context, tx access.Tx, member string) ([]string, error)
}

// Dataset is a dataset as it should be seen elsewhere.
type Dataset struct {
	ID          string
	Member      organisation.Member
	Title       string // "" once it is erased
	Description string
	Keywords    []string
	Licence     string    // "lov2", "odbl"
	Frequency   string    // term of the EU authority table
	Schema      string    // name in the catalogue of schemas, "" for none
	Version     string    // of the schema
	From, Until time.Time // the days that the data cover; zero when not known
	Public      bool      // it is to be seen; otherwise it is to be nowhere
	FileName    string    // of the original
	Original    File
	CSV         File
	Parquet     File
}

// File is one of the files in which a dataset can be had.
type File struct {
	Digest string // SHA-256, hexadecimal
	Size   int64  // bytes
}

func folded(s string) string { return text.Fold(s) }
