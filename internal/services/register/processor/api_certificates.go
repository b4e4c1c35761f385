package processor

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
	"airial/internal/services/register/model"
)

// apiOfCertificates adds the operations on the certificates of a member's
// products. A certificate is a row of the record: those of the catalogue are read
// here, and taken out for this member alone.
func (s *Service) apiOfCertificates(in *web.Interface, token web.Guard, tags []string) {
	const list = "/api/v1/members/{siren}/processors/{id}/certificates"
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/certificates", Tags: tags,
		Summary: "Certificates that end", Description: "Of all products that the member uses, those that end within so many days or have ended, the earliest first. One that another of the same name outlasts is left out."}, s.apiCertificatesEnding)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: list, Tags: tags,
		Summary: "Certificates of a product", Description: "With the days that are left, and who has entered each: the operator’s catalogue or the member."}, s.apiCertificates)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: list, Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Add a certificate", Description: "Needs the right to keep the register."}, s.apiCertificateAdd)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: list + "/{certificate}", Tags: tags, Summary: "One certificate"}, s.apiCertificate)
	web.Operation(in, token, huma.Operation{Method: http.MethodDelete, Path: list + "/{certificate}", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Take a certificate out", Description: "One of the catalogue goes for this member alone."}, s.apiCertificateRemove)
}

type certificateFields struct {
	Name   string `json:"name" enum:"hds,secnumcloud,iso27001,iso27701,other"`
	Detail string `json:"detail,omitempty" maxLength:"500" doc:"Number, scope; the name of another certificate"`
	Until  string `json:"until,omitempty" maxLength:"10" doc:"Valid until, 2027-03-31"`
}

type certificateShown struct {
	ID string `json:"id" doc:"Within the product"`
	certificateFields
	Left    *int   `json:"days_left,omitempty" doc:"Less than 0 once it has ended; left out where it has no end"`
	Product string `json:"product" doc:"Id of the product"`
	Own     bool   `json:"own" doc:"Entered by the member; by the catalogue otherwise"`
}

func shownCertificate(f model.Full, row model.Row, today string) certificateShown {
	out := certificateShown{ID: row.Key, Product: f.ID, certificateFields: certificateFields{Name: row.Cells["name"].Fr, Detail: row.Cells["detail"].Fr, Until: row.Cells["until"].Fr}}
	_, catalogued := f.Base.Row(lCerts, row.Key)
	out.Own = !catalogued
	if left, ok := (Certificate{Until: out.Until}).Left(today); ok {
		out.Left = &left
	}
	return out
}

type apiProductInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	ID    string `path:"id" maxLength:"64" doc:"Id of the product"`
}

type apiCertificatesOutput struct {
	Body struct {
		Items []certificateShown `json:"items"`
	}
}

// product is a product of the member of the address.
func product(ctx context.Context, tx access.Tx, siren, id string) (model.Full, error) {
	m, err := memberOf(ctx, tx, siren)
	if err != nil {
		return model.Full{}, err
	}
	return byID(ctx, tx, m.ID, id)
}

func (s *Service) apiCertificates(ctx context.Context, in *apiProductInput) (*apiCertificatesOutput, error) {
	out := &apiCertificatesOutput{}
	out.Body.Items = []certificateShown{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		f, err := product(ctx, tx, in.Siren, in.ID)
		for _, row := range f.Record.Lists[lCerts] {
			out.Body.Items = append(out.Body.Items, shownCertificate(f, row, access.Today(tx.Clock())))
		}
		return err
	})
}

type apiEndingInput struct {
	Siren  string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Within int    `query:"within" minimum:"0" maximum:"3660" default:"90" doc:"Days"`
}

func (s *Service) apiCertificatesEnding(ctx context.Context, in *apiEndingInput) (*apiCertificatesOutput, error) {
	out := &apiCertificatesOutput{}
	out.Body.Items = []certificateShown{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := memberOf(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		list, err := Certificates(ctx, tx, m.ID, tx.Clock().Now().AddDate(0, 0, in.Within).Format("2006-01-02"))
		if err != nil {
			return err
		}
		for _, c := range list {
			f, err := byID(ctx, tx, m.ID, c.Owner)
			if err != nil {
				return err
			}
			if row, ok := f.Record.Row(lCerts, c.Key); ok {
				out.Body.Items = append(out.Body.Items, shownCertificate(f, row, access.Today(tx.Clock())))
			}
		}
		return nil
	})
}

type apiCertificateInput struct {
	Siren       string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	ID          string `path:"id" maxLength:"64" doc:"Id of the product"`
	Certificate string `path:"certificate" maxLength:"80" doc:"Within the product"`
}

type apiCertificateOutput struct{ Body certificateShown }

func (s *Service) apiCertificate(ctx context.Context, in *apiCertificateInput) (*apiCertificateOutput, error) {
	out := &apiCertificateOutput{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		f, err := product(ctx, tx, in.Siren, in.ID)
		if err != nil {
			return err
		}
		row, ok := f.Record.Row(lCerts, in.Certificate)
		if !ok {
			return fault.Missing("processor.api")
		}
		out.Body = shownCertificate(f, row, access.Today(tx.Clock()))
		return nil
	})
}

type apiCertificateAddInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	ID    string `path:"id" maxLength:"64" doc:"Id of the product"`
	Body  certificateFields
}

func (s *Service) apiCertificateAdd(ctx context.Context, in *apiCertificateAddInput) (*apiCertificateOutput, error) {
	out := &apiCertificateOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		f, err := product(ctx, tx, in.Siren, in.ID)
		if err != nil {
			return err
		}
		if in.Body.Until != "" && !isDay(in.Body.Until) {
			return fault.New(fault.Invalid, "processor.api", "Écrivez la date de fin comme 2027-03-31.", "Write the day on which it ends like 2027-03-31.")
		}
		row := model.Row{Key: model.NewKey(tx)(), Cells: map[string]model.Value{"name": model.V(in.Body.Name), "detail": model.V(in.Body.Detail), "until": model.V(in.Body.Until)}}
		if f, err = s.withCertificates(ctx, tx, f, append(slices.Clone(f.Record.Lists[lCerts]), row)); err != nil {
			return err
		}
		out.Body = shownCertificate(f, row, access.Today(tx.Clock()))
		return nil
	})
}

func (s *Service) apiCertificateRemove(ctx context.Context, in *apiCertificateInput) (*struct{}, error) {
	return nil, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		f, err := product(ctx, tx, in.Siren, in.ID)
		if err != nil {
			return err
		}
		rows := slices.DeleteFunc(slices.Clone(f.Record.Lists[lCerts]), func(row model.Row) bool { return row.Key == in.Certificate })
		if len(rows) == len(f.Record.Lists[lCerts]) {
			return fault.Missing("processor.api")
		}
		_, err = s.withCertificates(ctx, tx, f, rows)
		return err
	})
}

// withCertificates writes the certificates of a product, and nothing else of it.
func (s *Service) withCertificates(ctx context.Context, tx access.Tx, f model.Full, rows []model.Row) (model.Full, error) {
	record := model.Record{Fields: f.Record.Fields, Lists: map[string][]model.Row{}}
	for name, list := range f.Record.Lists {
		record.Lists[name] = list
	}
	record.Lists[lCerts] = rows
	return model.Edit(ctx, tx, Spec, f.ID, f.Rev, record)
}
