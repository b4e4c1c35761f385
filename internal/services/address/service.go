package address

import (
	"bytes"
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
	"airial/internal/platform/web/chart"
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
	// address of its page. Pressed, “Publier” needs not be pressed any more.
	Deposit(ctx context.Context, scope access.Scope, d Deposit) (dataset, href string, err error)
}

// Deposit is a file on its way to the room of open data.
type Deposit struct {
	MemberID, PieceID   string
	Title, File, Schema string
	Press               bool
	Body                io.Reader
}

// Parts is what the room is made with.
type Parts struct {
	Doors    *access.Doors
	Queue    *jobs.Queue
	Keys     Sealer
	Client   Doer   // goes out only where the settings allow
	Depot    string // address of the deposit interface; "" sends nothing
	Datasets Datasets
	// Outlines are what lies under the map of a commune, and where they come from.
	Outlines func(ctx context.Context, tx access.Tx, m organisation.Member) (shapes []chart.Shape, credit string, err error)
}

// Service is the room, put together.
type Service struct{ p Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// ofCommune is the name of a commune after “de”, as French joins the two.
func ofCommune(name string) string {
	for article, joined := range map[string]string{"Le ": "du ", "Les ": "des "} {
		if rest, ok := strings.CutPrefix(name, article); ok {
			return joined + rest
		}
	}
	if first, _ := utf8.DecodeRuneInString(name); strings.ContainsRune("AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ", first) {
		return "d’" + name
	}
	return "de " + name
}

// Publish deposits the addresses as the commune's dataset, and presses “Publier”
// where a machine asks that may: a person sees first what the public will see.
func (s *Service) Publish(ctx context.Context, scope access.Scope, member string, press bool) (dataset, href string, err error) {
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
		if press {
			if press, err = tx.Allowed(ctx, access.Publish, member); err != nil {
				return err
			}
		}
		data, _, err = s.File(ctx, tx, m)
		return err
	})
	if err != nil {
		return "", "", err
	}
	d := Deposit{MemberID: member, PieceID: b.Dataset, Title: "Base adresse locale " + ofCommune(communeName(m.Name)), File: "bal-" + m.Insee + ".csv", Schema: bal.SchemaName, Press: press, Body: bytes.NewReader(data)}
	dataset, href, err = s.p.Datasets.Deposit(ctx, scope, d)
	if fault.Is(err, fault.NotFound) && d.PieceID != "" { // it was erased meanwhile
		d.PieceID, d.Body = "", bytes.NewReader(data)
		dataset, href, err = s.p.Datasets.Deposit(ctx, scope, d)
	}
	if err != nil {
		return "", "", err
	}
	return dataset, href, s.p.Doors.Write(ctx, scope, func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, op, `update address_base set dataset = $1 where member_id = $2`, dataset, member)
		return err
	})
}
