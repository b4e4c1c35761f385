package maturity

import (
	"context"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Issued is a version that the operator issued, or the one built in.
type Issued struct {
	*Questionnaire
	At   time.Time // zero of the one built in
	By   string    // "" of the one built in, and of what an import brought
	Body string    // its YAML
}

const issuedColumns = `body, issued_at, case when actor_id = '' then '' else actor_name end`

func scanIssued(r database.Row) (Issued, error) {
	var i Issued
	var at int64
	if err := r.Scan(&i.Body, &at, &i.By); err != nil {
		return i, err
	}
	i.At = clock.FromMicros(at)
	q, err := Parse([]byte(i.Body))
	i.Questionnaire = q
	return i, err
}

// Versions lists what was issued, the latest first; the built-in questionnaires
// last.
func Versions(ctx context.Context, tx access.Tx) ([]Issued, error) {
	list, err := database.All(ctx, tx, "maturity.Versions", scanIssued, `select `+issuedColumns+` from register_questionnaire order by name, version desc`)
	if err != nil {
		return nil, err
	}
	for _, name := range builtInNames {
		own := builtIns()[name]
		list = append(list, Issued{Questionnaire: own.Questionnaire, Body: string(own.text)})
	}
	return list, nil
}

// versions are those that the pages of a kind show.
func (k Kind) versions(ctx context.Context, tx access.Tx) ([]Issued, error) {
	list, err := Versions(ctx, tx)
	return slices.DeleteFunc(list, func(i Issued) bool { return !k.covers(i.Name) }), err
}

// Version returns a questionnaire as it was issued.
func Version(ctx context.Context, tx access.Tx, name string, version int) (*Questionnaire, error) {
	const op = "maturity.Version"
	if own := BuiltInOf(name); own != nil && own.Version == version {
		return own, nil
	}
	list, err := database.All(ctx, tx, op, scanIssued, `select `+issuedColumns+` from register_questionnaire where name = $1 and version = $2`, name, version)
	if err == nil && len(list) == 0 {
		err = fault.Missing(op)
	}
	if err != nil {
		return nil, err
	}
	return list[0].Questionnaire, nil
}

// Latest returns the latest version of a questionnaire.
func Latest(ctx context.Context, tx access.Tx, name string) (*Questionnaire, error) {
	const op = "maturity.Latest"
	list, err := database.All(ctx, tx, op, scanIssued, `select `+issuedColumns+` from register_questionnaire where name = $1 order by version desc limit 1`, name)
	switch {
	case err != nil:
		return nil, err
	case len(list) > 0:
		return list[0].Questionnaire, nil
	case BuiltInOf(name) != nil:
		return BuiltInOf(name), nil
	}
	return nil, fault.Missing(op)
}

func insertQuestionnaire(ctx context.Context, tx access.Tx, q *Questionnaire, body string) error {
	actor := tx.Scope().Actor()
	_, err := database.Exec(ctx, tx, "maturity.issue", `insert into register_questionnaire (name, version, body, issued_at, actor_id, actor_name) values ($1,$2,$3,$4,$5,$6)`,
		q.Name, q.Version, body, tx.Micros(), actor.ID, actor.Name)
	return err
}
