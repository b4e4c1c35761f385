package demo

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/madis"
	"airial/internal/services/register/paper"
)

// madisDump is a small installation of Madis, made up.
//
//go:embed taken/madis.sql
var madisDump string

// madisDocuments is the folder of its documents; one of them is missing.
//
//go:embed taken/documents
var madisDocuments embed.FS

// ownTable is a register that somebody kept as a table, made up.
//
//go:embed taken/registre.csv
var ownTable []byte

// takenOver tells of what came from elsewhere, in the last members, which kept
// their register in other ways before: an installation of Madis and a table; and
// of letters that wait for the officer, and papers that were prepared.
func (f *filling) takenOver(ctx context.Context) error {
	person, known := f.people["sylvie.castaing"]
	if !known {
		return nil
	}
	officer := access.For(person.Actor(), nil, []access.Role{access.ProtectionOfficer})
	var list []organisation.Member
	err := f.Doors.Read(ctx, officer, func(tx access.Tx) (err error) {
		list, _, err = organisation.List(ctx, tx, organisation.Filter{Kind: organisation.Commune}, subscribers, 0)
		return err
	})
	if err != nil || len(list) == 0 {
		return err
	}
	if err := f.prepared(ctx, officer, list[0]); err != nil {
		return fmt.Errorf("papers: %w", err)
	}
	if err := f.letters(ctx); err != nil {
		return fmt.Errorf("letters: %w", err)
	}
	if len(list) < registered+2 { // the few have registers of their own
		return nil
	}
	if err := f.fromMadis(ctx, officer, list[len(list)-1]); err != nil {
		return fmt.Errorf("madis: %w", err)
	}
	if err := f.fromTable(ctx, officer, list[len(list)-2]); err != nil {
		return fmt.Errorf("table: %w", err)
	}
	return nil
}

func (f *filling) fromMadis(ctx context.Context, officer access.Scope, m organisation.Member) error {
	f.clock.Set(day(2026, time.October, 6).Time().Add(9 * hour))
	room := f.Takings()
	sql := strings.NewReplacer("{siren}", m.Siren, "{name}", strings.ReplaceAll(m.Name, "'", "''")).Replace(madisDump)
	var id string
	if err := f.Doors.Write(ctx, officer, func(tx access.Tx) error {
		i, err := room.Begin(ctx, tx, "madis.sql.gz", blob.Ref{}, blob.Ref{})
		id = i.ID
		return err
	}); err != nil {
		return err
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(sql)), nil }
	if err := room.Read(ctx, id, madis.FromDump(open, room.Limits, nil)); err != nil {
		return err
	}
	if err := f.Doors.Write(ctx, officer, func(tx access.Tx) error {
		parts, err := intake.Parts(ctx, tx, id)
		if err != nil {
			return err
		}
		var aside []madis.Decision
		for _, p := range parts {
			if p.Key != "" && p.Decision == intake.Choose {
				aside = append(aside, madis.Decision{Part: p.Key, Decide: intake.Skip})
			}
		}
		if err := room.Decide(ctx, tx, id, aside); err != nil {
			return err
		}
		return room.Accept(ctx, tx, id)
	}); err != nil {
		return err
	}
	return room.TakeOverWith(ctx, id, madisDocuments)
}

func (f *filling) fromTable(ctx context.Context, officer access.Scope, m organisation.Member) error {
	f.clock.Set(day(2026, time.October, 8).Time().Add(15 * hour))
	room := f.TableImports()
	ref, err := room.Files.Put(ctx, m.ID, bytes.NewReader(ownTable))
	if err != nil {
		return err
	}
	var id string
	if err := f.Doors.Write(ctx, officer, func(tx access.Tx) error {
		i, err := room.Receive(ctx, tx, m.ID, "registre.csv", ref, ownTable)
		if err != nil {
			return err
		}
		id = i.ID
		sheet, err := intake.ReadSheet(ownTable, "")
		if err != nil {
			return err
		}
		_, err = room.Accept(ctx, tx, id, sheet, true) // one row has no name
		return err
	}); err != nil {
		return err
	}
	return room.Free(ctx, id)
}

// letters are two that the officer has not sorted yet.
func (f *filling) letters(ctx context.Context) error {
	f.clock.Set(day(2026, time.November, 19).Time().Add(10 * hour))
	room := f.Letters()
	for n, l := range []struct{ from, subject, words string }{
		{"Josette Lamarque <josette.lamarque@exemple.fr>", "Mes données", "Bonjour,\n\nJe souhaite savoir quelles données la mairie détient sur moi, au titre de mon droit d’accès.\n\nJosette Lamarque\n"},
		{"Didier Bats <didier.bats@exemple.fr>", "Photos de la fête", "Bonjour,\n\nPouvons-nous publier sur le site les photos de la fête locale où l’on reconnaît des enfants ?\n\nD. Bats\n"},
	} {
		f.clock.Set(f.clock.Now().Add(7 * hour))
		letter := fmt.Sprintf("From: %s\r\nTo: dpo@exemple.fr\r\nSubject: %s\r\nMessage-ID: <demo-%d@exemple.fr>\r\nDate: %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s",
			l.from, l.subject, n, f.clock.Now().Format(time.RFC1123Z), strings.ReplaceAll(l.words, "\n", "\r\n"))
		if _, err := room.Take(ctx, strings.NewReader(letter)); err != nil {
			return err
		}
	}
	return nil
}

// prepared are the yearly reports of a member: last year's was issued, this
// year's is a draft.
func (f *filling) prepared(ctx context.Context, officer access.Scope, m organisation.Member) error {
	room := f.Papers()
	kind, err := room.Kind("bilan")
	if err != nil {
		return err
	}
	for _, year := range []int{2025, 2026} {
		f.clock.Set(day(year, time.November, 20).Time().Add(9 * hour))
		if year == 2025 {
			f.clock.Set(day(2026, time.January, 15).Time().Add(9 * hour))
		}
		var p paper.Prepared
		if err := f.Doors.Write(ctx, officer, func(tx access.Tx) (err error) {
			p, err = room.Prepare(ctx, tx, kind, paper.Ask{Member: m, Year: year, Lang: i18n.French})
			return err
		}); err != nil {
			return err
		}
		if year == 2025 {
			if _, err := room.Issue(ctx, officer, m, p.ID, p.Revision); err != nil {
				return fault.Wrap("demo.prepared", err)
			}
		}
	}
	return nil
}
