package handover

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"hash"
	"io/fs"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

func newSum() hash.Hash { return sha256.New() }

// takePeople opens accounts for those who had roles at the member: without a
// password, so that nobody can log in until the operator gives one. A login
// that is somebody else's here is never joined to that account.
func takePeople(ctx context.Context, tx access.Tx, export fs.FS, m Manifest, out *Imported) error {
	const op = "handover.people"
	return eachLine(export, "people.jsonl", func(line []byte) error {
		row, err := decode(line)
		if err != nil {
			return invalid("people.jsonl a une ligne illisible.", "people.jsonl has a line that cannot be read.")
		}
		text := func(n string) string { v, _ := row[n].(string); return v }
		id, login := text("id"), text("login")
		known, err := database.Value[int](ctx, tx, op, `select count(*) from account where id = $1`, id)
		if err != nil || known > 0 {
			return err
		}
		taken, err := database.Value[int](ctx, tx, op, `select count(*) from account where login = $1`, login)
		if err != nil {
			return err
		}
		if taken > 0 {
			out.Renamed[login] = login + "." + m.Member.Siren
			login = out.Renamed[login]
		}
		created, _ := row["created_at"].(int64)
		_, err = database.Exec(ctx, tx, op, `insert into account (id, login, name, email, locale, password, created_at, last_login_at, disabled_at)
			values ($1,$2,$3,$4,$5,'',$6,0,0)`, id, login, text("name"), text("email"), text("locale"), created)
		return err
	})
}

// takeJournals keeps what the journals elsewhere say, as it was attested.
func takeJournals(ctx context.Context, tx access.Tx, export fs.FS, m Manifest) error {
	const op = "handover.journals"
	put := func(origin string, seq int64, line string) error {
		_, err := database.Exec(ctx, tx, op, `insert into attested (member_id, origin, seq, line) values ($1,$2,$3,$4)`, m.Member.ID, origin, seq, line)
		return err
	}
	for _, origin := range m.Origins {
		name := "journal/" + fileName(origin)
		checkpoint, err := fs.ReadFile(export, name+".checkpoint")
		if err != nil {
			return invalid("L’export est incomplet\u202f: %[1]s manque.", "The export is incomplete: %[1]s is missing.", name+".checkpoint")
		}
		if err := put(origin, checkpointSeq, string(checkpoint)); err != nil {
			return err
		}
		err = eachLine(export, name+".jsonl", func(line []byte) error {
			var l struct {
				Leaf struct {
					Seq int64 `json:"seq"`
				} `json:"leaf"`
			}
			if err := json.Unmarshal(line, &l); err != nil || l.Leaf.Seq < 0 || strings.ContainsRune(string(line), 0) {
				return invalid("%[1]s a une ligne illisible.", "%[1]s has a line that cannot be read.", name+".jsonl")
			}
			return put(origin, l.Leaf.Seq, string(line))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// settleGroup finds the body to which the member belongs, by its SIREN: here it
// has another key.
func settleGroup(ctx context.Context, tx access.Tx, m Manifest, out *Imported) error {
	group := ""
	if m.Member.Group != "" {
		g, err := organisation.ByAddress(ctx, tx, m.Member.Group)
		if fault.Is(err, fault.NotFound) {
			out.NoGroup = m.Member.Group
		} else if err != nil {
			return err
		}
		group = g.ID
	}
	for _, statement := range []string{
		`update member set group_id = $1 where id = $2 and group_id <> ''`,
		// Of the bodies to which it belonged before nothing is known here.
		`update member_history set group_id = case when group_id = (select group_id from member_history h
			where h.member_id = $2 and h.applied = 1 order by from_date desc limit 1) then $1 else '' end where member_id = $2 and group_id <> ''`,
	} {
		if _, err := database.Exec(ctx, tx, "handover.group", statement, group, m.Member.ID); err != nil {
			return err
		}
	}
	return nil
}
