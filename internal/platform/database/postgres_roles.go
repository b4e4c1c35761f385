package database

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"airial/internal/platform/fault"
)

// pgRoles are the roles under which we work on PostgreSQL. Whoever owns a table
// can lift its locks, and a superuser is not held by any: so the program reads
// and writes as a role that owns nothing. Either the operator gives two
// addresses, one of the owner and one of such a role; or one, whose role then
// owns the tables, and steps down to the role <name>_rows on each connection.
type pgRoles struct {
	login *pgx.ConnConfig
	owner *pgx.ConnConfig // nil when this process cannot bring the tables up to date
	// rows is the role that reads and writes: the login's own, or that to
	// which it steps down.
	rows  string
	steps bool
}

// settle finds out who is who.
func (r *pgRoles) settle(ctx context.Context) error {
	const op = "database.Open"
	conn, err := pgx.ConnectConfig(ctx, r.login)
	if err != nil {
		return unavailable(op, err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var user string
	var mighty, owns bool
	err = conn.QueryRow(ctx, `select current_user, rolsuper or rolbypassrls,
			pg_has_role(current_user, (select datdba from pg_database where datname = current_database()), 'usage')
			or exists (select 1 from pg_class where relnamespace = current_schema()::regnamespace and relowner = r.oid)
		from pg_roles r where rolname = current_user`).Scan(&user, &mighty, &owns)
	if err != nil {
		return unavailable(op, err)
	}
	if r.owner != nil && r.owner.User != r.login.User {
		if mighty || owns {
			return fault.New(fault.Invalid, op,
				"Le rôle %[1]s de --database possède des tables ou n’est retenu par aucun verrou, bien que --database-owner nomme leur propriétaire. Donnez un rôle qui ne possède rien\u202f; au besoin\u202f: REASSIGN OWNED BY %[1]s TO %[2]s;",
				"The role %[1]s of --database owns tables, or is held by no lock, although --database-owner names their owner. Give a role that owns nothing; if need be: REASSIGN OWNED BY %[1]s TO %[2]s;",
				quoted(user), quoted(r.owner.User))
		}
		r.rows = user
		return nil
	}
	if !mighty && !owns {
		r.owner, r.rows = nil, user
		return nil
	}
	r.owner, r.rows, r.steps = r.login, user+"_rows", true
	return r.make(ctx, conn, user)
}

// make makes the role to which the login steps down, if it is not there.
func (r *pgRoles) make(ctx context.Context, conn *pgx.Conn, user string) error {
	const op = "database.Open"
	ready := func() (ok bool, err error) {
		err = conn.QueryRow(ctx, `select coalesce((select pg_has_role(current_user, oid, 'member')
			and not rolsuper and not rolbypassrls from pg_roles where rolname = $1), false)`, r.rows).Scan(&ok)
		return ok, err
	}
	ok, err := ready()
	if ok || err != nil {
		return fault.Wrap(op, err)
	}
	create := "create role " + quoted(r.rows) + " nologin"
	grant := "grant " + quoted(r.rows) + " to " + quoted(user)
	// On the disk before anything stands on it, whatever the server's default.
	for _, statement := range []string{"set synchronous_commit = on", create, grant} {
		if _, failed := conn.Exec(ctx, statement); failed != nil && !hasCode(failed, pgDuplicateObject, pgUniqueViolation) {
			err = failed
		}
	}
	if ok, failed := ready(); ok || failed != nil {
		return fault.Wrap(op, failed)
	}
	return &fault.Error{Kind: fault.Invalid, Op: op, Cause: err, Say: fault.New("", "",
		"Airial travaille sous un rôle de PostgreSQL qui ne possède aucune table, et n’a pas le droit de le créer. Faites exécuter une fois par un administrateur\u202f: %[1]s; %[2]s;",
		"Airial works under a role of PostgreSQL that owns no table, and may not make it. Have an administrator run once: %[1]s; %[2]s;",
		create, grant).Say}
}

// prepare makes a new connection ours. Our queries take milliseconds, and to
// compile one takes a hundred: the server would, for what it counts a query that
// it is asked not to make. That is said here and not while connecting, where a
// pooler refuses what it does not know. Then the connection steps down.
func (r *pgRoles) prepare(ctx context.Context, conn *pgx.Conn) error {
	say := "set jit = off"
	if r.steps {
		say += "; set role " + quoted(r.rows)
	}
	_, err := conn.PgConn().Exec(ctx, say).ReadAll()
	return err
}

// asOwner calls fn with a connection of the tables' owner.
func (r *pgRoles) asOwner(ctx context.Context, fn func(*sql.DB) error) error {
	// The locks hold their owner too; a migration moves everybody's rows.
	seeAll := stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "set "+scopeSetting+" = '"+scopeAll+"'")
		return err
	})
	pool := sql.OpenDB(pgConnector{stdlib.GetConnector(*r.owner, seeAll)})
	pool.SetMaxOpenConns(4)
	err := pool.PingContext(ctx)
	if err != nil {
		return errors.Join(unavailable("database.asOwner", err), pool.Close())
	}
	return errors.Join(fn(pool), pool.Close())
}

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

func hasCode(err error, codes ...string) bool {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		for _, code := range codes {
			if said.Code == code {
				return true
			}
		}
	}
	return false
}
