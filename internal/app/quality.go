package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/check"
	"airial/internal/services/opendata"
	"airial/internal/services/portal/quality"
	"airial/standards/tableschema"
)

func (a *App) qualityPages(desk *console.Console) {
	s := quality.New(quality.Parts{Doors: a.Doors, Catalogue: qualityCatalogue{a}})
	s.API(a.Interface)
	s.Register(a.Routes, desk)
}

// QualityPath implements opendata.Gates.
func (openDataGates) QualityPath(dataset string) string { return quality.Path(dataset) }

// qualityCatalogue tells the room what is published, and checks it again.
type qualityCatalogue struct{ app *App }

func measuredOf(d opendata.Dataset, period opendata.Period, m organisation.Member) quality.Dataset {
	return quality.Dataset{ID: d.ID, Title: d.Title, SortKey: text.SortKey(d.Title), Schema: d.Schema.Name, Path: opendata.PagePath(m, d), Number: d.Number, Version: d.VersionID, Member: m,
		Facts: quality.Facts{Licence: d.Licence != "", Period: !period.From.IsZero() && !period.Until.IsZero(), Territory: m.Insee != "" || m.Siren != "",
			Frequency: !frequency(d.Frequency).Empty(), Every: every[d.Frequency], Issued: d.Modified, Description: d.Description, Schema: d.Schema.Name}}
}

func (qualityCatalogue) Published(ctx context.Context, tx access.Tx, member string, most int) ([]quality.Dataset, error) {
	m, err := organisation.Get(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	list, err := opendata.Entries(ctx, tx, member, most, 0)
	out := make([]quality.Dataset, len(list))
	for i, e := range list {
		out[i] = measuredOf(e.Dataset, e.Period(), m)
	}
	return out, err
}

func (qualityCatalogue) Dataset(ctx context.Context, tx access.Tx, id string) (quality.Dataset, error) {
	e, ok, err := opendata.EntryOf(ctx, tx, "", id)
	if err != nil || !ok {
		if err == nil {
			err = fault.Missing("app.quality")
		}
		return quality.Dataset{}, err
	}
	m, err := organisation.Get(ctx, tx, e.MemberID)
	return measuredOf(e.Dataset, e.Period(), m), err
}

// Bounds of what is checked again while somebody waits.
const (
	recheckMost  = 8 << 20 // bytes of the original
	recheckShown = 2000    // findings that are kept
)

func (c qualityCatalogue) Remarks(ctx context.Context, d quality.Dataset) ([]quality.Remark, bool, error) {
	var e opendata.Entry
	var deposited *check.Result
	var today string
	err := c.app.Doors.Read(ctx, access.System("quality"), func(tx access.Tx) (err error) {
		var ok bool
		if e, ok, err = opendata.EntryOf(ctx, tx, "", d.ID); err != nil || !ok {
			return err
		}
		today = access.Today(tx.Clock())
		deposited, err = check.Load(ctx, tx, e.VersionID)
		return err
	})
	if err != nil || deposited == nil { // nothing was deposited: a consolidation
		return nil, true, err
	}
	if e.Original.Size > recheckMost {
		return remarksOf(deposited.Report), false, nil
	}
	file, err := c.app.Blobs.Open(ctx, e.MemberID, e.Original.Digest)
	if err != nil {
		return nil, false, err
	}
	defer file.Close()
	answer, err := check.Ask(ctx, check.Question{File: e.FileName, Schema: orNone(d.Schema), Quality: []string{"all"}, Today: today, Limit: recheckShown,
		Sheet: deposited.Report.Dialect.Sheet, Bounds: check.Bounds{Unpacked: 20 * recheckMost}}, file)
	if err != nil {
		return nil, false, err
	}
	if answer.Report.Unreadable != "" { // it was read when it was deposited: trust that
		return remarksOf(deposited.Report), false, nil
	}
	return remarksOf(answer.Report), true, nil
}

func orNone(schema string) string {
	if schema == "" {
		return check.None
	}
	return schema
}

// remarksOf puts findings that say the same of one column together, in the order in
// which they were found.
func remarksOf(r *tableschema.Report) (out []quality.Remark) {
	at := map[[4]string]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		key := [4]string{string(f.Level), f.Code, f.Detail, f.Field}
		n, known := at[key]
		if !known {
			n = len(out)
			at[key] = n
			out = append(out, quality.Remark{Level: string(f.Level), Code: f.Code, Field: f.Field, Row: f.Row, Words: i18n.Text{Fr: f.Message("fr"), En: f.Message("en")},
				Advice: i18n.Text{Fr: f.Advice("fr"), En: f.Advice("en")}})
		}
		out[n].Count++
	}
	return out
}
