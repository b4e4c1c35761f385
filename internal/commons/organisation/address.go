package organisation

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
	"airial/standards/sirene"
)

// address keeps the member's SIREN and readable address for good. The SIREN
// leads to the member that has it, whoever had it before; a readable address
// was free when it was chosen.
func address(ctx context.Context, tx access.Tx, m Member) error {
	const op = "organisation.address"
	if _, err := database.Exec(ctx, tx, op, `insert into member_address (address, member_id, origin) values ($1,$2,$2)
		on conflict (address) do update set member_id = excluded.member_id, origin = excluded.origin`, m.Siren, m.ID); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, `insert into member_address (address, member_id, origin) values ($1,$2,$2)
		on conflict (address) do nothing`, m.Slug, m.ID)
	return err
}

// freeSlug returns a readable address for the member: its name, with its
// postcode or its SIREN where the name is another's, or was that of a member
// that it has inherited from: datasets are still found under it. One that it
// has had before is its own.
func freeSlug(ctx context.Context, tx access.Tx, m Member) (string, error) {
	base := m.Slug
	if base == "" {
		base = text.Slug(m.Name)
	}
	for _, candidate := range []string{base, base + "-" + m.Postcode, base + "-" + m.Siren} {
		// What reads like a SIREN is kept for the member that has it.
		if base == "" || strings.HasSuffix(candidate, "-") || sirene.ValidSIREN([]byte(candidate)) {
			continue
		}
		n, err := database.Value[int](ctx, tx, "organisation.freeSlug",
			`select count(*) from member_address where address = $1 and (member_id <> $2 or origin <> $2)`, candidate, m.ID)
		if err != nil {
			return "", err
		}
		if n == 0 {
			return candidate, nil
		}
	}
	return m.Siren, nil
}

// sirenFree refuses a SIREN that is another member's, served or not.
func sirenFree(ctx context.Context, tx access.Tx, op, siren, member string) error {
	n, err := database.Value[int](ctx, tx, op, `select count(*) from member where siren = $1 and id <> $2`, siren, member)
	if err == nil && n > 0 {
		err = fault.New(fault.Conflict, op, "Le SIREN %[1]s est déjà celui d’un adhérent.",
			"SIREN %[1]s already belongs to a member.", siren)
	}
	return err
}

// CheckNew tells why a member with these attributes could not be taken in, nil
// when it could.
func CheckNew(ctx context.Context, tx access.Tx, a Attributes) error {
	const op = "organisation.CheckNew"
	a = a.clean()
	if err := a.valid(op); err != nil {
		return err
	}
	return sirenFree(ctx, tx, op, a.Siren, "")
}

// become makes the member's own row say what it is today, with an address made
// of its name. Earlier addresses go on leading to it.
func become(ctx context.Context, tx access.Tx, op string, m Member, to Attributes) (Member, error) {
	was := m.Attributes()
	if was == to {
		return m, nil
	}
	m.take(to)
	if err := sirenFree(ctx, tx, op, m.Siren, m.ID); err != nil {
		return m, err
	}
	if was.Name != m.Name {
		m.Slug = ""
		slug, err := freeSlug(ctx, tx, m)
		if err != nil {
			return m, err
		}
		m.Slug = slug
	}
	if _, err := database.Exec(ctx, tx, op, `update member set siren = $1, name = $2, kind = $3, population = $4, staff = $5,
			insee = $6, postcode = $7, group_id = $8, slug = $9, sort_key = $10, search_text = $11 where id = $12`,
		m.Siren, m.Name, string(m.Kind), m.Population, m.Staff, m.Insee, m.Postcode, m.GroupID, m.Slug,
		text.SortKey(m.Name), searchText(m), m.ID); err != nil {
		return m, err
	}
	return m, address(ctx, tx, m)
}

func (m *Member) take(a Attributes) {
	m.Siren, m.Name, m.Kind, m.Population, m.Staff = a.Siren, a.Name, a.Kind, a.Population, a.Staff
	m.Insee, m.Postcode, m.GroupID = a.Insee, a.Postcode, a.GroupID
}

func searchText(m Member) string {
	return text.Fold(strings.Join([]string{m.Name, m.Siren, m.Postcode, m.Insee, m.Kind.Label().Fr}, " "))
}

// Origins returns the members under whose names an address may have been
// given: the one for which it was made, then the one to which it leads today.
func Origins(ctx context.Context, tx access.Tx, address string) ([]string, error) {
	var origin, member string
	err := database.Each(ctx, tx, "organisation.Origins", func(r database.Row) error { return r.Scan(&origin, &member) },
		`select origin, member_id from member_address where address = $1`, address)
	if origin == "" || origin == member {
		return []string{member}, err
	}
	return []string{origin, member}, err
}
