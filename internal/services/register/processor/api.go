package processor

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
	"airial/internal/services/register/model"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(in *web.Interface) {
	token := access.Bearer(s.Doors)
	tags := []string{"data protection"}
	const list = "/api/v1/members/{siren}/processors"
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: list, Tags: tags,
		Summary: "Processors of a member (GDPR, art. 28)", Description: "Each product with its record, its contract, the clauses that are missing and the activities that use it."}, s.apiList)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: list, Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Add a processor", Description: "An entry of the operator’s catalogue by its code, or a record of the member’s own."}, s.apiAdd)
	web.Operation(in, token, huma.Operation{Method: http.MethodPut, Path: list + "/{id}", Tags: tags,
		Summary: "Change a processor", Description: "The whole record as it should be. 409 when somebody changed it since the revision that is sent. What equals the catalogue goes on following it."}, s.apiPut)
	web.Operation(in, token, huma.Operation{Method: http.MethodPut, Path: list + "/{id}/contract", Tags: tags,
		Summary: "Write the contract of a processor", Description: "Dates, notice, and how far the annex is."}, s.apiContract)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/catalogue/processors", Tags: tags,
		Summary: "The operator’s catalogue of software and suppliers", Description: "The latest version of each entry."}, s.apiCatalogue)
	s.apiOfCertificates(in, token, tags)
}

// contractJSON is what may be written of a contract.
type contractJSON struct {
	Reference  string `json:"reference,omitempty" maxLength:"200"`
	Starts     string `json:"starts,omitempty" maxLength:"10" doc:"First day, 2026-01-31"`
	Ends       string `json:"ends,omitempty" maxLength:"10" doc:"Last day"`
	NoticeDays int    `json:"notice_days,omitempty" minimum:"0" maximum:"3660"`
	Renewed    bool   `json:"renewed,omitempty" doc:"It goes on unless somebody ends it"`
	Annex      string `json:"annex,omitempty" enum:"to-sign,signed" doc:"Absent while there is none"`
	AnnexOn    string `json:"annex_on,omitempty" maxLength:"10" doc:"Signed on"`
	Remarks    string `json:"remarks,omitempty" maxLength:"2000"`
}

func shownContract(c Contract) contractJSON {
	return contractJSON{Reference: c.Reference, Starts: c.Starts, Ends: c.Ends, NoticeDays: c.NoticeDays, Renewed: c.Renewed, Annex: string(c.Annex), AnnexOn: c.AnnexOn, Remarks: c.Remarks}
}

type productShown struct {
	ID             string       `json:"id"`
	Code           string       `json:"catalogue,omitempty" doc:"Code of the operator’s entry"`
	Revision       int          `json:"revision" doc:"Send it back with a change"`
	Changed        time.Time    `json:"changed"`
	Record         model.Record `json:"record"`
	Contract       contractJSON `json:"contract"`
	MissingClauses []string     `json:"missing_clauses" doc:"Codes of the clauses of art. 28 that the contract lacks"`
	Attention      []string     `json:"attention" doc:"Why its data are under the law of another country, or fed to an AI"`
	Activities     []string     `json:"activities" doc:"Ids of the activities that use it"`
}

func shownProduct(f model.Full, c Contract, uses []Use) productShown {
	out := productShown{ID: f.ID, Code: f.Code, Revision: f.Rev, Changed: f.Changed, Record: f.Record, Contract: shownContract(c), MissingClauses: []string{}, Attention: []string{}, Activities: []string{}}
	list, _ := CheckClauses(f.Record)
	for _, x := range list {
		if !x.OK() {
			out.MissingClauses = append(out.MissingClauses, x.Code)
		}
	}
	for _, w := range Whys(f.Record) {
		out.Attention = append(out.Attention, w.Label.Fr)
	}
	for _, u := range uses {
		if u.Product == f.ID {
			out.Activities = append(out.Activities, u.Activity)
		}
	}
	return out
}

type apiMember struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

type apiListOutput struct{ Body []productShown }

func memberOf(ctx context.Context, tx access.Tx, siren string) (organisation.Member, error) {
	m, err := organisation.BySiren(ctx, tx, siren)
	if err != nil {
		return m, err
	}
	return m, tx.Sees("processor.api", m.ID)
}

func (s *Service) apiList(ctx context.Context, in *apiMember) (*apiListOutput, error) {
	out := &apiListOutput{Body: []productShown{}}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := memberOf(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: m.ID})
		if err != nil {
			return err
		}
		contracts, err := Contracts(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		uses, err := s.Uses.Of(ctx, tx, m.ID)
		for _, f := range list {
			out.Body = append(out.Body, shownProduct(f, contracts[f.ID], uses))
		}
		return err
	})
}

type apiAddInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		Catalogue string        `json:"catalogue,omitempty" maxLength:"40" doc:"Code of an entry of the operator’s catalogue"`
		Record    *model.Record `json:"record,omitempty" doc:"A record of the member’s own"`
	}
}

type apiOneOutput struct{ Body productShown }

func (s *Service) apiAdd(ctx context.Context, in *apiAddInput) (*apiOneOutput, error) {
	out := &apiOneOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := memberOf(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		entry, record := "", model.Record{}
		if in.Body.Record != nil {
			record = *in.Body.Record
		}
		if in.Body.Catalogue != "" {
			found, err := model.ByCode(ctx, tx, Kind, in.Body.Catalogue)
			if err != nil {
				return err
			}
			entry = found.ID
		}
		i, err := model.Create(ctx, tx, Spec, m.ID, entry, record)
		if err != nil {
			return err
		}
		f, err := model.Read(ctx, tx, i.ID)
		out.Body = shownProduct(f, Contract{}, nil)
		return err
	})
}

type apiPutInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	ID    string `path:"id" maxLength:"64"`
	Body  struct {
		Revision int          `json:"revision" doc:"The one that was read"`
		Record   model.Record `json:"record"`
	}
}

func (s *Service) apiPut(ctx context.Context, in *apiPutInput) (*apiOneOutput, error) {
	out := &apiOneOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := memberOf(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		f, err := byID(ctx, tx, m.ID, in.ID)
		if err != nil {
			return err
		}
		if f, err = model.Edit(ctx, tx, Spec, f.ID, in.Body.Revision, in.Body.Record); err != nil {
			return err
		}
		c, err := ContractOf(ctx, tx, f.Instance)
		out.Body = shownProduct(f, c, nil)
		return err
	})
}

type apiContractInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	ID    string `path:"id" maxLength:"64"`
	Body  contractJSON
}

type apiContractOutput struct{ Body contractJSON }

func (s *Service) apiContract(ctx context.Context, in *apiContractInput) (*apiContractOutput, error) {
	out := &apiContractOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := memberOf(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		f, err := byID(ctx, tx, m.ID, in.ID)
		if err != nil {
			return err
		}
		b := in.Body
		c, err := SaveContract(ctx, tx, f.ID, -1, Contract{Reference: b.Reference, Starts: b.Starts, Ends: b.Ends, NoticeDays: b.NoticeDays, Renewed: b.Renewed, Annex: Annex(b.Annex),
			AnnexOn: b.AnnexOn, Remarks: b.Remarks})
		out.Body = shownContract(c)
		return err
	})
}

type entryShown struct {
	Code    string       `json:"code"`
	Version int          `json:"version"`
	Record  model.Record `json:"record"`
}

type apiCatalogueOutput struct{ Body []entryShown }

func (s *Service) apiCatalogue(ctx context.Context, _ *struct{}) (*apiCatalogueOutput, error) {
	out := &apiCatalogueOutput{Body: []entryShown{}}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		list, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Issued: true})
		for _, m := range list {
			v, err := model.ReadVersion(ctx, tx, m.ID, m.Issued)
			if err != nil {
				return err
			}
			out.Body = append(out.Body, entryShown{Code: m.Code, Version: m.Issued, Record: v.Record})
		}
		return err
	})
}
