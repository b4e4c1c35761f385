package processor

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/post"
)

// A Certificate of a product is valid until a day. One of the catalogue is the
// operator's to look after, whoever uses the product; what a member has written
// itself is the member's.
type Certificate struct {
	Owner    string // the member's instance, or the entry of the catalogue
	MemberID string
	Shared   bool // of the catalogue
	Key      string
	Product  i18n.Text
	Name     i18n.Text
	Detail   string
	Until    string // a day
	Changed  time.Time
}

// Left is how many days a certificate is still valid from a day on; ok is false
// where its end is no day.
func (c Certificate) Left(today string) (days int, ok bool) {
	return Contract{Ends: c.Until}.Left(today)
}

// certificatesOf are the certificates of a product that end. One that another of
// the same name outlasts was renewed, and is left out.
func certificatesOf(r model.Record) (out []Certificate) {
	latest := map[string]string{}
	name := func(row model.Row) string { return row.Cells["name"].Fr + "/" + otherName(row) }
	for _, row := range r.Lists[lCerts] {
		latest[name(row)] = max(latest[name(row)], row.Cells["until"].Fr)
	}
	for _, row := range r.Lists[lCerts] {
		until := row.Cells["until"].Fr
		if !isDay(until) || until < latest[name(row)] {
			continue
		}
		out = append(out, Certificate{Key: row.Key, Name: certificateName(row), Detail: row.Cells["detail"].Fr, Until: until})
	}
	return out
}

// otherName tells certificates apart that the list does not name.
func otherName(row model.Row) string {
	if row.Cells["name"].Fr == "other" {
		return row.Cells["detail"].Fr
	}
	return ""
}

func certificateName(row model.Row) i18n.Text {
	for _, o := range certificates {
		if o.Code == row.Cells["name"].Fr && o.Code != "other" {
			return o.Label
		}
	}
	if d := row.Cells["detail"]; !d.Empty() {
		return i18n.Text{Fr: d.Fr, En: d.In(i18n.English)}
	}
	return i18n.T("certification", "certificate")
}

// Certificates lists those that end until a day: of all products that a member
// uses, or (member "") those that the scope has to look after: an officer of the
// operator the catalogue's and what members have written themselves, anybody else
// those of her members.
func Certificates(ctx context.Context, tx access.Tx, member, until string) ([]Certificate, error) {
	var out []Certificate
	add := func(of []Certificate, with Certificate) {
		for _, c := range of {
			if c.Until <= until {
				c.Owner, c.MemberID, c.Shared, c.Product, c.Changed = with.Owner, with.MemberID, with.Shared, with.Product, with.Changed
				out = append(out, c)
			}
		}
	}
	overAll := member == "" && model.ForOfficer(tx, "processor.Certificates") == nil
	if overAll {
		if err := catalogued(ctx, tx, add); err != nil {
			return nil, err
		}
	}
	list, err := certified(ctx, tx, member, overAll)
	for _, f := range list {
		add(certificatesOf(f.Record), Certificate{Owner: f.ID, MemberID: f.MemberID, Product: f.Name, Changed: f.Changed})
	}
	slices.SortStableFunc(out, func(a, b Certificate) int {
		return cmp.Or(cmp.Compare(a.Until, b.Until), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Key, b.Key))
	})
	return out, err
}

// catalogued gives the certificates of the catalogue's latest versions.
func catalogued(ctx context.Context, tx access.Tx, add func([]Certificate, Certificate)) error {
	operator, err := organisation.Operator(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	type latest struct {
		id      string
		name    i18n.Text
		record  string
		changed int64
	}
	list, err := database.All(ctx, tx, "processor.catalogued", func(r database.Row) (l latest, err error) {
		return l, r.Scan(&l.id, &l.name.Fr, &l.name.En, &l.record, &l.changed)
	}, `select m.id, v.name, v.name_en, v.record, v.issued_at from register_model m join register_version v on v.model_id = m.id and v.number = m.issued
		where m.kind = $1 and m.retired_at = 0 and v.record like '%"certifications"%' order by m.id`, string(Kind))
	for _, l := range list {
		if err != nil {
			return err
		}
		var r model.Record
		if r, err = model.Decode(l.record); err == nil {
			add(certificatesOf(r), Certificate{Owner: l.id, MemberID: operator.ID, Shared: true, Product: l.name, Changed: time.UnixMicro(l.changed).UTC()})
		}
	}
	return err
}

// certified are the products of a member, or of all that the scope sees; own
// chooses those of which a member has written the certificates itself.
func certified(ctx context.Context, tx access.Tx, member string, own bool) (out []model.Full, err error) {
	if !own {
		return model.All(ctx, tx, model.Ask{Kind: Kind, Member: member})
	}
	only, args := tx.Only("o.member_id", nil)
	ids, err := database.All(ctx, tx, "processor.certified", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select distinct o.instance_id from register_override o join register_instance i on i.id = o.instance_id and i.retired_at = 0
		where o.path like 'certifications#%' and i.kind = `+fmt.Sprintf("$%d", len(args)+1)+` and `+only+` order by o.instance_id`, append(args, string(Kind))...)
	for some := range slices.Chunk(ids, 500) {
		if err != nil {
			return nil, err
		}
		var more []model.Full
		more, err = model.All(ctx, tx, model.Ask{Kind: Kind, IDs: some})
		out = append(out, more...)
	}
	return out, err
}

// ended are the certificates of a product that end soon after a day, or have
// ended.
func ended(f model.Full, today string) (out []Certificate) {
	for _, c := range certificatesOf(f.Record) {
		if left, ok := c.Left(today); ok && left <= Soon {
			c.Owner, c.MemberID, c.Product = f.ID, f.MemberID, f.Name
			out = append(out, c)
		}
	}
	return out
}

// Href is the address of the product of a certificate, behind that of its member
// unless it is shared.
func (c Certificate) Href() string {
	if c.Shared {
		return CataloguePath + "/m/" + c.Owner
	}
	return "/rgpd/processors/" + c.Owner
}

// remindCertificates tells of certificates that end: each at its stages, once.
func (s *Service) remindCertificates(ctx context.Context, tx access.Tx) (more bool, err error) {
	const op = "processor.remindCertificates"
	today := access.Today(tx.Clock())
	list, err := Certificates(ctx, tx, "", access.Day(tx.Clock().Now().AddDate(0, 0, Soon)))
	if err != nil {
		return false, err
	}
	told := map[[2]string]string{}
	if err := database.Each(ctx, tx, op, func(r database.Row) error {
		var owner, key, until, stage string
		err := r.Scan(&owner, &key, &until, &stage)
		told[[2]string{owner, key}] = until + stage
		return err
	}, `select owner_id, row_key, until_on, stage from register_certificate_reminder`); err != nil {
		return false, err
	}
	n := 0
	for _, c := range list {
		left, ok := c.Left(today)
		at := stage(left)
		if !ok || at == "" || told[[2]string{c.Owner, c.Key}] == c.Until+at {
			continue
		}
		if n++; n > batch {
			return true, nil
		}
		if _, err := database.Exec(ctx, tx, op, `insert into register_certificate_reminder (owner_id, row_key, member_id, until_on, stage, told_at) values ($1,$2,$3,$4,$5,$6)
			on conflict (owner_id, row_key) do update set until_on = excluded.until_on, stage = excluded.stage, told_at = excluded.told_at`,
			c.Owner, c.Key, c.MemberID, c.Until, at, tx.Micros()); err != nil {
			return false, err
		}
		if err := s.tellCertificate(ctx, tx, c, at); err != nil {
			return false, err
		}
		if err := tx.Record(ctx, EventCertificate, c.MemberID, c.Owner, map[string]any{"stage": at}); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (s *Service) tellCertificate(ctx context.Context, tx access.Tx, c Certificate, at string) error {
	m, err := organisation.Get(ctx, tx, c.MemberID)
	if err != nil || !m.Closed.IsZero() {
		return err
	}
	day, _ := time.Parse(time.DateOnly, c.Until)
	on := day.Format("02/01/2006")
	l := post.Letter{Path: c.Href(),
		Subject: i18n.T("Certification %[1]s de %[2]s\u00a0: jusqu’au %[3]s", "Certificate %[4]s of %[2]s: until %[3]s", c.Name.Fr, c.Product.Fr, on, c.Name.In(i18n.English)),
		Text: i18n.T("Bonjour,\n\nLa certification %[1]s de «\u00a0%[2]s\u00a0» est valable jusqu’au %[3]s. Demandez au fournisseur la suivante, puis notez sa date.",
			"Hello,\n\nThe certificate %[4]s of “%[2]s” is valid until %[3]s. Ask the supplier for the next one, then write its date.", c.Name.Fr, c.Product.Fr, on, c.Name.In(i18n.English))}
	if at == "over" {
		l.Subject = i18n.T("Certification %[1]s de %[2]s\u00a0: échue depuis le %[3]s", "Certificate %[4]s of %[2]s: over since %[3]s", c.Name.Fr, c.Product.Fr, on, c.Name.In(i18n.English))
		l.Text = i18n.T("Bonjour,\n\nLa certification %[1]s de «\u00a0%[2]s\u00a0» n’est plus valable depuis le %[3]s. Demandez au fournisseur s’il l’a renouvelée. Sinon, voyez si le produit présente encore des garanties suffisantes (RGPD, art. 28 § 1).",
			"Hello,\n\nThe certificate %[4]s of “%[2]s” has not been valid since %[3]s. Ask the supplier whether it was renewed. If not, see whether the product still gives sufficient guarantees (GDPR, art. 28 § 1).", c.Name.Fr, c.Product.Fr, on, c.Name.In(i18n.English))
	}
	if c.Shared {
		return s.Post.TellOperator(ctx, tx, l, access.ProtectionOfficer)
	}
	l.Path = Path(m.Siren) + "/" + c.Owner
	return s.Post.Tell(ctx, tx, c.MemberID, l, access.ProtectionOfficer)
}
