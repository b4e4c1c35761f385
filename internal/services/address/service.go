package address

import (
	"bytes"
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
	"airial/standards/bal"
)

// Sealer keeps secrets: keys.Ring is one.
type Sealer interface {
	Seal(purpose string, plain []byte) ([]byte, error)
	Unseal(purpose string, sealed []byte) ([]byte, error)
}

// Datasets is what this room needs of the room of open data.
type Datasets interface {
	// Deposit deposits a file as the next version of a dataset, or as a new one
	// (piece ""), through its normal life; it returns the dataset and the
	// address of its page.
	Deposit(ctx context.Context, scope access.Scope, member, piece, title, name, schema string, body io.Reader) (dataset, href string, err error)
}

// Parts is what the room is made with.
type Parts struct {
	Doors    *access.Doors
	Queue    *jobs.Queue
	Keys     Sealer
	Client   Doer   // goes out only where the settings allow
	Depot    string // address of the deposit interface; "" sends nothing
	Datasets Datasets
}

// Service is the room, put together.
type Service struct{ p Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// Publish deposits the addresses as the commune's dataset.
func (s *Service) Publish(ctx context.Context, scope access.Scope, member string) (href string, err error) {
	const op = "address.Publish"
	var m organisation.Member
	var b Base
	var data []byte
	err = s.p.Doors.Read(ctx, scope, func(tx access.Tx) error {
		if m, err = organisation.Get(ctx, tx, member); err != nil {
			return err
		}
		if err := tx.May(ctx, access.Deposit, member); err != nil {
			return err
		}
		if err := communeOnly(m); err != nil {
			return err
		}
		if b, _, err = Of(ctx, tx, member); err != nil {
			return err
		}
		data, _, err = s.File(ctx, tx, m)
		return err
	})
	if err != nil {
		return "", err
	}
	title := "Base adresse locale de " + communeName(m.Name)
	dataset, href, err := s.p.Datasets.Deposit(ctx, scope, member, b.Dataset, title, "bal-"+m.Insee+".csv", bal.SchemaName, bytes.NewReader(data))
	if fault.Is(err, fault.NotFound) && b.Dataset != "" { // it was erased meanwhile
		dataset, href, err = s.p.Datasets.Deposit(ctx, scope, member, "", title, "bal-"+m.Insee+".csv", bal.SchemaName, bytes.NewReader(data))
	}
	if err != nil {
		return "", err
	}
	return href, s.p.Doors.Write(ctx, scope, func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, op, `update address_base set dataset = $1 where member_id = $2`, dataset, member)
		return err
	})
}
