package check

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/standards/tableschema"
)

func save(ctx context.Context, tx access.Tx, version, member string, r Result) error {
	const op = "check.save"
	report, err := json.Marshal(r.Report)
	if err != nil {
		return fault.Wrap(op, err)
	}
	types := make([]string, len(r.Types))
	for i, t := range r.Types {
		types[i] = string(t)
	}
	return database.Later(ctx, tx, op, `insert into check_report (version_id, member_id, schema_name, schema_version, report, types)
		values ($1,$2,$3,$4,$5,$6)
		on conflict (version_id) do update set schema_name = excluded.schema_name,
			schema_version = excluded.schema_version, report = excluded.report, types = excluded.types`,
		version, member, r.Report.Schema.Name, r.Report.Schema.Version, string(report), strings.Join(types, " "))
}

// Load returns what a check found in a version, nil while it has not run.
func Load(ctx context.Context, tx access.Tx, version string) (*Result, error) {
	const op = "check.Load"
	where, args := tx.Only("member_id", []any{version})
	var report, types string
	err := tx.QueryRow(ctx, `select report, types from check_report where version_id = $1 and `+where, args...).
		Scan(&report, &types)
	if err == sql.ErrNoRows {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	r := &Result{Report: &tableschema.Report{}}
	for _, t := range strings.Fields(types) {
		r.Types = append(r.Types, tableschema.Type(t))
	}
	return r, fault.Wrap(op, json.Unmarshal([]byte(report), r.Report))
}

// Ref returns the schema under which a version was checked, both parts empty
// where there is none (yet).
func Ref(ctx context.Context, tx access.Tx, version string) (tableschema.SchemaRef, error) {
	var ref tableschema.SchemaRef
	err := tx.QueryRow(ctx, `select schema_name, schema_version from check_report where version_id = $1`, version).
		Scan(&ref.Name, &ref.Version)
	if err == sql.ErrNoRows || ref.Name == None {
		return tableschema.SchemaRef{}, nil
	}
	return ref, fault.Wrap("check.Ref", err)
}

// Forget drops what is kept of versions.
func Forget(ctx context.Context, tx access.Tx, versions []string) error {
	for _, id := range versions {
		if _, err := tx.Exec(ctx, `delete from check_report where version_id = $1`, id); err != nil {
			return fault.Wrap("check.Forget", err)
		}
	}
	return nil
}
