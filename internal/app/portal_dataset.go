package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/internal/services/gather"
	"airial/internal/services/opendata"
	"airial/internal/services/portal"
)

// portalRows answers the public site's questions about rows.
type portalRows struct{ explore *explore.Service }

func (r portalRows) Rows(ctx context.Context, dataset string, number int, q tables.Query) (tables.Page, error) {
	return r.explore.Rows(ctx, dataset, number, q)
}

func (c portalCatalogue) Dataset(ctx context.Context, member, address string, number int) (out portal.Shown, err error) {
	err = c.read(ctx, func(tx access.Tx) error {
		id, m, err := c.lookup(ctx, tx, member, address)
		if err != nil {
			return err
		}
		d, e, problem := opendata.EditionOf(ctx, tx, id, number)
		hidden := fault.Is(problem, fault.Gone) && (d.State == opendata.Withdrawn || d.State == opendata.Erased)
		if problem != nil && !hidden {
			return problem
		}
		if m.ID != d.MemberID {
			if m, err = organisation.Get(ctx, tx, d.MemberID); err != nil {
				return err
			}
		}
		if hidden {
			out = portalHidden(d, m)
			return nil
		}
		history, err := opendata.Editions(ctx, tx, d.ID)
		if err != nil {
			return err
		}
		out = portalShown(d, e, history, m)
		out.Passing, err = gather.Passes(ctx, tx, e.VersionID)
		return err
	})
	return out, err
}

func (c portalCatalogue) lookup(ctx context.Context, tx access.Tx, member, address string) (id string, m organisation.Member, err error) {
	if member == "" {
		if !ident.Valid(address) {
			return "", m, fault.Missing("app.lookup")
		}
		return address, m, nil
	}
	if m, err = organisation.ByAddress(ctx, tx, member); err != nil {
		return "", m, err
	}
	// A dataset may have been named under a member that has merged since.
	origins, err := organisation.Origins(ctx, tx, member)
	if err != nil {
		return "", m, err
	}
	err = fault.Missing("app.lookup")
	for i := 0; i < len(origins) && fault.Is(err, fault.NotFound); i++ {
		id, err = c.openData.Lookup(ctx, tx, origins[i], address)
	}
	return id, m, err
}

// portalHidden is what the public may know of a dataset that is no longer
// there: not its title, when that may be what was wrong with it.
func portalHidden(d opendata.Dataset, m organisation.Member) portal.Shown {
	out := portal.Shown{Dataset: portal.Dataset{ID: d.ID, Body: m}}
	out.Hidden = &portal.Hidden{Erased: d.State == opendata.Erased, At: d.Hidden, Note: d.HiddenNote}
	if reason, ok := opendata.PublicReason(d.HiddenWhy); ok {
		out.Hidden.Why = reason.Label
	}
	if d.HiddenWhy != "personal-data" {
		out.Title = d.Title
	}
	return out
}

func portalShown(d opendata.Dataset, e opendata.Edition, history []opendata.Edition, m organisation.Member) portal.Shown {
	licence := opendata.LicenceOf(d.Licence)
	out := portal.Shown{Dataset: portalDataset(d, m), Licence: portal.Licence(licence), SchemaVersion: e.Schema.Version,
		Preview: e.Preview, Version: portalVersion(e), Latest: d.Number, Frequency: frequency(d.Frequency), Every: every[d.Frequency]}
	out.Schema, out.Period = e.Schema.Name, portal.Period(opendata.PeriodOf(d, e))
	for _, c := range e.Columns {
		out.Columns = append(out.Columns, portal.Field{Name: c.Name, Type: c.Type, Title: c.Title, Description: c.Description,
			Required: c.Required, Values: c.Values})
	}
	for _, old := range history {
		out.History = append(out.History, portalVersion(old))
	}
	return out
}

func portalVersion(e opendata.Edition) portal.Version {
	return portal.Version{Number: e.Number, Issued: e.Issued, Rows: e.Rows, FileName: e.FileName,
		Original: portal.File(e.Original), CSV: portal.File(e.CSV), Parquet: portal.File(e.Parquet)}
}

// every is how many days may lie between two versions.
var every = map[string]int{"ANNUAL": 366, "QUARTERLY": 92, "MONTHLY": 31, "WEEKLY": 7, "DAILY": 1}

// frequency is the label of a term; nothing when it says nothing.
func frequency(key string) i18n.Text {
	for _, f := range opendata.Frequencies {
		if f.Key == key && key != "UNKNOWN" {
			return f.Label
		}
	}
	return i18n.Text{}
}
