package processor

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// Annex says how far the annex of art. 28 is.
type Annex string

// The states of an annex.
const (
	NoAnnex Annex = ""
	ToSign  Annex = "to-sign"
	Signed  Annex = "signed"
)

// A Contract is what a member alone has of what it uses. Days are dates; one
// that is "" is not known.
type Contract struct {
	InstanceID, MemberID string
	Reference            string
	Starts, Ends         string
	NoticeDays           int  // before the end, to end it
	Renewed              bool // it goes on unless somebody ends it
	Annex                Annex
	AnnexOn              string // signed on
	FileName             string // of the signed file
	Digest               string
	Size                 int64
	Remarks              string
	Reminded             string
	Rev                  int
	Changed              time.Time
	By                   string
}

// Soon is how many days before its end a contract is listed and told of.
const Soon = 90

// Left is how many days a contract still runs from a day on; ok is false where
// its end is not known.
func (c Contract) Left(today string) (days int, ok bool) {
	end, err := time.Parse(time.DateOnly, c.Ends)
	now, e := time.Parse(time.DateOnly, today)
	if err != nil || e != nil {
		return 0, false
	}
	return int(end.Sub(now).Hours() / 24), true
}

// Ending tells whether the contract ends soon, or has ended.
func (c Contract) Ending(today string) bool {
	left, ok := c.Left(today)
	return ok && left <= Soon
}

// LastNotice is the last day on which it can be ended; "" where it is not known.
func (c Contract) LastNotice() string {
	end, err := time.Parse(time.DateOnly, c.Ends)
	if err != nil || c.NoticeDays == 0 {
		return ""
	}
	return end.AddDate(0, 0, -c.NoticeDays).Format(time.DateOnly)
}

const contractColumns = `c.instance_id, c.member_id, c.reference, c.starts_on, c.ends_on, c.notice_days, c.renewed, c.annex, c.annex_on, c.file_name, c.digest, c.size,
	c.remarks, c.reminded, c.rev, c.changed_at, c.by_name`

func scanContract(r database.Row) (c Contract, err error) {
	var annex string
	var changed int64
	err = r.Scan(&c.InstanceID, &c.MemberID, &c.Reference, &c.Starts, &c.Ends, &c.NoticeDays, &c.Renewed, &annex, &c.AnnexOn, &c.FileName, &c.Digest, &c.Size,
		&c.Remarks, &c.Reminded, &c.Rev, &changed, &c.By)
	c.Annex, c.Changed = Annex(annex), clock.FromMicros(changed)
	return c, err
}

// ContractOf returns the contract of what a member uses; an empty one where
// nothing is written.
func ContractOf(ctx context.Context, tx access.Tx, i model.Instance) (Contract, error) {
	c, err := database.One(ctx, tx, "processor.ContractOf", scanContract, `select `+contractColumns+` from register_contract c where c.instance_id = $1`, i.ID)
	if fault.Is(err, fault.NotFound) {
		return Contract{InstanceID: i.ID, MemberID: i.MemberID}, nil
	}
	return c, err
}

// Contracts returns the contracts of a member, by instance; of all that the
// scope sees where member is "".
func Contracts(ctx context.Context, tx access.Tx, member string) (map[string]Contract, error) {
	only, args := tx.Only("c.member_id", nil)
	if member != "" {
		args = append(args, member)
		only += " and c.member_id = " + database.In(1, len(args))
	}
	out := map[string]Contract{}
	list, err := database.All(ctx, tx, "processor.Contracts", scanContract, `select `+contractColumns+` from register_contract c where `+only, args...)
	for _, c := range list {
		out[c.InstanceID] = c
	}
	return out, err
}

func wrong(field, fr, en string, args ...any) error {
	return fault.New(fault.Invalid, "processor."+field, fr, en, args...)
}

// mine finds what a member uses, to be written.
func mine(ctx context.Context, tx access.Tx, id string) (model.Full, error) {
	f, err := model.Read(ctx, tx, id)
	if err == nil && f.Kind != Kind {
		err = fault.Missing("processor.mine")
	}
	if err != nil {
		return f, err
	}
	return f, tx.May(ctx, access.Register, f.MemberID)
}

// SaveContract writes the contract of what a member uses. rev is the one that
// its writer has seen; negative writes whatever there is. The file stays as it
// is.
func SaveContract(ctx context.Context, tx access.Tx, id string, rev int, to Contract) (Contract, error) {
	const op = "processor.SaveContract"
	f, err := mine(ctx, tx, id)
	if err != nil {
		return to, err
	}
	was, err := ContractOf(ctx, tx, f.Instance)
	if err != nil {
		return was, err
	}
	if rev >= 0 && was.Rev != rev {
		return was, fault.New(fault.Conflict, op, "%[1]s a modifié ce contrat entre-temps. Relisez-le, puis recommencez.",
			"%[1]s changed this contract in the meantime. Read it again, then start over.", was.By)
	}
	to.InstanceID, to.MemberID = f.ID, f.MemberID
	to.FileName, to.Digest, to.Size, to.Reminded = was.FileName, was.Digest, was.Size, was.Reminded
	if to.Ends != was.Ends {
		to.Reminded = ""
	}
	to.Reference, to.Remarks = strings.TrimSpace(to.Reference), strings.TrimSpace(to.Remarks)
	switch {
	case to.Starts != "" && !isDay(to.Starts):
		return was, wrong("starts", "Ce jour n’existe pas.", "There is no such day.")
	case to.Ends != "" && !isDay(to.Ends):
		return was, wrong("ends", "Ce jour n’existe pas.", "There is no such day.")
	case to.Ends != "" && to.Starts != "" && to.Ends < to.Starts:
		return was, wrong("ends", "La fin précède le début.", "The end is before the beginning.")
	case to.NoticeDays < 0 || to.NoticeDays > 3660:
		return was, wrong("notice", "Donnez un préavis en jours, de 0 à 3660.", "Give the notice in days, from 0 to 3660.")
	case to.Annex != NoAnnex && to.Annex != ToSign && to.Annex != Signed:
		return was, wrong("annex", "Cet état n’existe pas.", "There is no such state.")
	case to.Annex == Signed && !isDay(to.AnnexOn):
		return was, wrong("annex_on", "Donnez le jour de la signature.", "Give the day of the signature.")
	case to.Annex != Signed:
		to.AnnexOn = ""
	}
	if err := to.put(ctx, tx); err != nil {
		return was, err
	}
	event := EventContract
	if to.Annex == Signed && was.Annex != Signed {
		event = EventSigned
	}
	if err := tx.Record(ctx, event, f.MemberID, f.ID, map[string]any{"ends": to.Ends, "annex": to.Annex}); err != nil {
		return was, err
	}
	return ContractOf(ctx, tx, f.Instance)
}

func (c Contract) put(ctx context.Context, tx access.Tx) error {
	by := tx.Scope().Actor()
	_, err := database.Exec(ctx, tx, "processor.put", `insert into register_contract (instance_id, member_id, reference, starts_on, ends_on, notice_days, renewed, annex, annex_on,
			file_name, digest, size, remarks, reminded, rev, changed_at, by_id, by_name) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,1,$15,$16,$17)
		on conflict (instance_id) do update set reference = excluded.reference, starts_on = excluded.starts_on, ends_on = excluded.ends_on, notice_days = excluded.notice_days,
			renewed = excluded.renewed, annex = excluded.annex, annex_on = excluded.annex_on, file_name = excluded.file_name, digest = excluded.digest, size = excluded.size,
			remarks = excluded.remarks, reminded = excluded.reminded, rev = register_contract.rev + 1, changed_at = excluded.changed_at, by_id = excluded.by_id, by_name = excluded.by_name`,
		c.InstanceID, c.MemberID, c.Reference, c.Starts, c.Ends, c.NoticeDays, database.Bool(c.Renewed), string(c.Annex), c.AnnexOn, c.FileName, c.Digest, c.Size,
		c.Remarks, c.Reminded, tx.Micros(), by.ID, by.Name)
	return err
}

// Keep keeps the signed file of the annex, which is in the store already. It
// returns the digest of the one that it replaces, for the caller to destroy.
func (s *Service) Keep(ctx context.Context, tx access.Tx, id, name, digest string, size int64) (replaced string, err error) {
	f, err := mine(ctx, tx, id)
	if err != nil {
		return "", err
	}
	c, err := ContractOf(ctx, tx, f.Instance)
	if err != nil {
		return "", err
	}
	if digest != "" {
		if err := s.Files.Claim(ctx, tx, f.MemberID, digest); err != nil {
			return "", err
		}
	}
	if c.Digest != digest {
		replaced = c.Digest
	}
	c.FileName, c.Digest, c.Size = name, digest, size
	if digest != "" && c.Annex != Signed {
		c.Annex, c.AnnexOn = Signed, access.Today(tx.Clock())
	}
	if err := c.put(ctx, tx); err != nil {
		return "", err
	}
	return replaced, tx.Record(ctx, EventSigned, f.MemberID, f.ID, map[string]any{"file": digest != ""})
}

func isDay(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Year() > 1900 && t.Year() < 2200
}

// Label names the state of an annex.
func (a Annex) Label() i18n.Text {
	switch a {
	case ToSign:
		return i18n.T("à signer", "to be signed")
	case Signed:
		return i18n.T("signée", "signed")
	}
	return i18n.T("pas encore", "not yet")
}
