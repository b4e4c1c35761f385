package gallery

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

type townIn struct {
	Siren string `path:"siren" pattern:"^[0-9]{9}$" doc:"The nine digits of the body" example:"214000010"`
	Limit int    `query:"limit" default:"20" minimum:"1" maximum:"100" doc:"How many towns at most"`
}

type townOut struct {
	Body struct {
		Siren string `json:"siren" doc:"The nine digits of the body"`
		Name  string `json:"name" doc:"Its name, as the State writes it"`
	}
}

// AddAPI puts a small sample interface on the list, so that its page can be
// looked at.
func AddAPI(routes *web.Routes, publicURL string) *web.Interface {
	api := web.NewAPI(routes, "Sample", "1", publicURL)
	web.Operation(api, web.Everyone, huma.Operation{Method: http.MethodGet, Path: "/api/v1/towns/{siren}", Tags: []string{"Members"},
		Summary: "One town", Description: "Name and number of a town."},
		func(_ context.Context, in *townIn) (*townOut, error) {
			if in.Siren == "000000000" {
				return nil, fault.New(fault.NotFound, "town.Get", "Aucune commune n’a ce numéro.", "No town has this number.")
			}
			out := &townOut{}
			out.Body.Siren, out.Body.Name = in.Siren, "Saint-Airial"
			return out, nil
		})
	token := web.GuardFunc("token: depositor", func(*http.Request) (*http.Request, error) {
		return nil, fault.New(fault.Unauthenticated, "token.Admit", "Un jeton est nécessaire.", "A token is needed.")
	})
	api.Stream(token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/towns/{siren}/files", Tags: []string{"Deposits"},
		Summary: "Deposit a file", Parameters: []*huma.Param{{Name: "siren", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}}},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: "object", Required: []string{"file", "title"}, Properties: map[string]*huma.Schema{
				"file":  {Type: "string", Format: "binary", Description: "The bytes, as they are"},
				"title": {Type: "string", Description: "What the public reads"},
			}}}}}},
		-1, func(http.ResponseWriter, *http.Request) error { return nil })
	return api
}
