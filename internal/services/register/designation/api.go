package designation

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
)

type api struct{ doors *access.Doors }

// API adds the room's operations to the documented interface.
func API(in *web.Interface, doors *access.Doors) {
	a := api{doors}
	token := access.Bearer(doors)
	tags := []string{"data protection"}
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/designations", Tags: tags,
		Summary: "Officer, controller and referent of a member", Description: "Everybody who holds or held one of these offices, the latest first."}, a.list)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/designations", Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Put somebody into an office", Description: "From a day on. Who holds the office then ends the day before."}, a.appoint)
}

// officeBody is what is said of an office.
type officeBody struct {
	Post         string `json:"post" enum:"officer,controller,referent"`
	Holder       string `json:"holder" maxLength:"200" doc:"A person, or a body that is the officer"`
	Title        string `json:"title,omitempty" maxLength:"200"`
	Organisation string `json:"organisation,omitempty" maxLength:"200" doc:"For whom an officer works"`
	Form         string `json:"form,omitempty" enum:"internal,shared,external" doc:"Of an officer"`
	Email        string `json:"email,omitempty" maxLength:"200"`
	Phone        string `json:"phone,omitempty" maxLength:"40"`
	Address      string `json:"address,omitempty" maxLength:"500"`
	Reference    string `json:"cnil_number,omitempty" maxLength:"40"`
	ReferencedOn string `json:"cnil_number_on,omitempty" maxLength:"10"`
	Act          string `json:"act,omitempty" maxLength:"200"`
	ActOn        string `json:"act_on,omitempty" maxLength:"10"`
	From         string `json:"from" maxLength:"10" doc:"First day"`
	Until        string `json:"until,omitempty" maxLength:"10" doc:"Last day; absent while it runs on"`
}

// officeShown is an office, as the interface shows it.
type officeShown struct {
	ID string `json:"id"`
	officeBody
	Current bool `json:"current" doc:"It is held today"`
}

func shownOffice(o Office, today string) officeShown {
	return officeShown{ID: o.ID, Current: o.On(today), officeBody: officeBody{Post: string(o.Post), Holder: o.Holder, Title: o.Title, Organisation: o.Body, Form: string(o.Form), Email: o.Email, Phone: o.Phone, Address: o.Address,
		Reference: o.Reference, ReferencedOn: o.ReferencedOn, Act: o.Act, ActOn: o.ActOn, From: o.From, Until: o.Until}}
}

type listInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

type listOutput struct{ Body []officeShown }

func (a api) list(ctx context.Context, in *listInput) (*listOutput, error) {
	out := &listOutput{Body: []officeShown{}}
	return out, a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		list, err := History(ctx, tx, m.ID)
		for _, o := range list {
			out.Body = append(out.Body, shownOffice(o, access.Today(tx.Clock())))
		}
		return err
	})
}

type appointInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  officeBody
}

type officeOutput struct{ Body officeShown }

func (a api) appoint(ctx context.Context, in *appointInput) (*officeOutput, error) {
	out := &officeOutput{}
	return out, a.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		if err := tx.Sees("designation.appoint", m.ID); err != nil {
			return err
		}
		b := in.Body
		o, err := Appoint(ctx, tx, Office{MemberID: m.ID, Post: Post(b.Post), Holder: b.Holder, Title: b.Title, Body: b.Organisation, Form: Form(b.Form), Email: b.Email, Phone: b.Phone,
			Address: b.Address, Reference: b.Reference, ReferencedOn: b.ReferencedOn, Act: b.Act, ActOn: b.ActOn, From: b.From, Until: b.Until})
		out.Body = shownOffice(o, access.Today(tx.Clock()))
		return err
	})
}
