package activity

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

type everywhereView struct {
	Query, State string
	Waiting      bool
	List         []everywhereRow
	Counts       model.Counts
	Pager        ui.Pages
	Notices      int // that are outdated
	Doubles      int // pairs of activities that a member has twice
}

type everywhereRow struct {
	model.Instance
	Member organisation.Member
}

// everywhere is the search over the registers of all members.
func (p *Pages) everywhere(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := everywhereView{Query: q.Get("q"), State: q.Get("state"), Waiting: q.Get("waiting") != "", Pager: ui.Pages{Page: pageNumber(r), Size: pageSize}}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Counts, err = model.Count(ctx, tx, model.Ask{Kind: Kind}); err != nil {
			return err
		}
		outdated, err := p.readOutdated(ctx, tx)
		if err != nil {
			return err
		}
		v.Notices = outdated.Total
		if p.Doubles != nil {
			if v.Doubles, err = p.Doubles(ctx, tx); err != nil {
				return err
			}
		}
		if v.Query == "" && v.State == "" && !v.Waiting {
			return nil
		}
		list, total, err := model.Find(ctx, tx, model.Ask{Kind: Kind, Query: v.Query, State: model.State(v.State), Waiting: v.Waiting}, pageSize, (v.Pager.Page-1)*pageSize)
		if err != nil {
			return err
		}
		v.Pager.Total = int64(total)
		var ids []string
		for _, i := range list {
			if !slices.Contains(ids, i.MemberID) {
				ids = append(ids, i.MemberID)
			}
		}
		members, err := organisation.ByIDs(ctx, tx, ids)
		for _, i := range list {
			v.List = append(v.List, everywhereRow{i, members[i.MemberID]})
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, console.Page{Title: i18n.Say(r.Context(), "Registres RGPD", "GDPR registers"), Query: v.Query}, everywhereBody(v))
}

type processorView struct {
	Operator organisation.Member
	Clients  []Client
	Measures []string
}

// processor is the operator's register as a processor (art. 30.2), made of what
// its members subscribe to.
func (p *Pages) processor(w http.ResponseWriter, r *http.Request) error {
	v, err := p.readProcessor(r)
	if err != nil {
		return err
	}
	title := i18n.Say(r.Context(), "Registre du sous-traitant", "Register of the processor")
	return p.Desk.Show(w, r, console.Page{Title: title, Crumbs: []ui.Link{{Label: i18n.Say(r.Context(), "Registres RGPD", "GDPR registers"), Href: EverywherePath}, {Label: title}}}, processorBody(v))
}

func (p *Pages) readProcessor(r *http.Request) (v processorView, err error) {
	err = p.reading(r, func(ctx context.Context, tx access.Tx) error {
		if v.Operator, err = organisation.Operator(ctx, tx); err != nil {
			return err
		}
		if v.Clients, err = p.Clients.List(ctx, tx); err != nil {
			return err
		}
		vocabulary, err := vocabulary()
		for _, m := range vocabulary.Measures {
			v.Measures = append(v.Measures, both(m.What).In(lang(ctx)))
		}
		return err
	})
	return v, err
}

// processorExport writes the operator's register as a processor as a table, or
// for machines.
func (p *Pages) processorExport(w http.ResponseWriter, r *http.Request) error {
	format := r.PathValue("format")
	if _, known := exportTypes[format]; !known || format == "ods" {
		return fault.Missing("activity.processorExport")
	}
	v, err := p.readProcessor(r)
	if err != nil {
		return err
	}
	l := lang(r.Context())
	lines := [][]string{{i18n.T("Sous-traitant", "Processor").In(l), "SIREN", i18n.T("Responsable de traitement", "Controller").In(l), "SIREN",
		i18n.T("Catégories de traitements", "Categories of processing").In(l), i18n.T("Mesures de sécurité", "Security measures").In(l)}}
	out := ExportedProcessor{Siren: v.Operator.Siren, Name: v.Operator.Name, Exported: p.Clock.Now(), Measures: v.Measures, Controllers: []ExportedController{}}
	for _, c := range v.Clients {
		lines = append(lines, []string{v.Operator.Name, v.Operator.Siren, c.Member.Name, c.Member.Siren, strings.Join(c.Services, "\n"), strings.Join(v.Measures, "\n")})
		out.Controllers = append(out.Controllers, ExportedController{Siren: c.Member.Siren, Name: c.Member.Name, Categories: c.Services})
	}
	attach(w, exportTypes[format], "registre-sous-traitant."+format)
	switch format {
	case "json":
		return json.NewEncoder(w).Encode(out)
	case "xlsx":
		return writeXLSX(w, i18n.T("Registre", "Register").In(l), lines)
	}
	return writeCSV(w, lines)
}

// ExportedProcessor is the register as a processor (art. 30.2), for machines.
type ExportedProcessor struct {
	Siren       string               `json:"siren"`
	Name        string               `json:"name"`
	Exported    time.Time            `json:"exported"`
	Measures    []string             `json:"measures"`
	Controllers []ExportedController `json:"controllers"`
}

// ExportedController is one for whom the operator processes data.
type ExportedController struct {
	Siren      string   `json:"siren"`
	Name       string   `json:"name"`
	Categories []string `json:"categories"`
}

type publicView struct {
	Member  organisation.Member
	Officer string // and how she is reached
	List    []model.Full
	Terms   model.Terms
}

// public is the register that a member chooses to show.
func (p *Pages) public(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v publicView
	err := p.Doors.Read(ctx, access.System("public-register"), func(tx access.Tx) (err error) {
		if v.Member, err = organisation.ByAddress(ctx, tx, r.PathValue("siren")); err != nil {
			return err
		}
		if v.Terms, err = model.ReadTerms(ctx, tx); err != nil {
			return err
		}
		if v.Officer, err = officerOf(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		v.List, err = model.All(ctx, tx, model.Ask{Kind: Kind, Member: v.Member.ID, Shown: true})
		return err
	})
	if err != nil {
		return err
	}
	if !v.Member.Closed.IsZero() || len(v.List) == 0 {
		return notShown()
	}
	return p.showPublic(w, r, v)
}
