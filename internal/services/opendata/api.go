package opendata

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(api *web.Interface) {
	token, reader := access.Bearer(s.doors), access.BearerOrPublic(s.doors)
	s.documentDeposit(api, token)
	s.activityAPI(api, token)
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/deposits/{id}", Tags: []string{"deposits"},
		Summary:     "Follow the life of a deposit",
		Description: "Where the version stands on its path, each step with its evidence, and the checker’s report as soon as the check has run."},
		s.getDeposit)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/deposits/{id}/decisions", Tags: []string{"deposits"},
		Summary:     "Decide what a deposit waits for",
		Description: "publish: the depositor agrees to publication. approve, refuse: the approver’s decision. allow: what the gate of personal data stopped may be published, for the reason given; settle: so may later versions of the dataset, as long as nothing else appears in them. favour, object: the opinion of the data-protection officer, which what must not be published needs first. undo: the decision on publication is taken back."},
		s.postDecision)
	eitherWay := []map[string][]string{{}, {"token": {}}}
	web.Operation(api, reader, huma.Operation{Method: http.MethodGet, Path: "/api/v1/datasets", Tags: []string{"datasets"},
		Summary: "Search published datasets", Security: eitherWay}, s.listDatasets)
	web.Operation(api, reader, huma.Operation{Method: http.MethodGet, Path: "/api/v1/datasets/{id}", Tags: []string{"datasets"}, Security: eitherWay,
		Summary: "Read a published dataset", Description: "410 once it was withdrawn or erased."}, s.getDataset)
	web.Operation(api, token, huma.Operation{Method: http.MethodPut, Path: "/api/v1/datasets/{id}/period", Tags: []string{"datasets"},
		Summary:     "Say which period a dataset covers",
		Description: "First and last day, for all versions; both empty to go back to what the dates of each version span.", DefaultStatus: http.StatusNoContent}, s.putPeriod)
	web.Operation(api, token, huma.Operation{Method: http.MethodDelete, Path: "/api/v1/datasets/{id}", Tags: []string{"datasets"},
		Summary:       "Withdraw a dataset",
		Description:   "Hides it from portal, interfaces and catalogue at once. With erase=true and the role approver, destroys it for personal data: that cannot be undone.",
		DefaultStatus: http.StatusNoContent}, s.deleteDataset)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/datasets/{id}/restore", Tags: []string{"datasets"},
		Summary: "Bring a withdrawn dataset back", DefaultStatus: http.StatusNoContent}, s.restoreDataset)
}

// IDInput is the identifier in an address. Its name is exported because huma
// fills the fields of no other embedded type.
type IDInput struct {
	ID string `path:"id" doc:"Identifier" maxLength:"64"`
}

// check turns what cannot be an identifier into "not found", without asking
// the database.
func (in IDInput) check() error {
	if !ident.Valid(in.ID) {
		return fault.Missing("opendata.api")
	}
	return nil
}

// Addresses are where a published dataset can be had; all are absolute and
// stay the same for good.
type Addresses struct {
	ID       string `json:"id"`
	Page     string `json:"page" format:"uri"`
	CSV      string `json:"csv" format:"uri"`
	Parquet  string `json:"parquet" format:"uri"`
	Original string `json:"original" format:"uri"`
	API      string `json:"api" format:"uri"`
}

// PagePath is the readable address of a dataset's page.
func PagePath(m organisation.Member, d Dataset) string {
	return "/p/" + m.Slug + "/datasets/" + d.Slug
}

// FilePath is the stable address of one of a dataset's files: "original",
// "data.csv" or "data.parquet". number 0 stands for the latest version.
func FilePath(id string, number int, name string) string {
	if number == 0 {
		return "/datasets/" + id + "/" + name
	}
	return "/datasets/" + id + "/versions/" + itoa(number) + "/" + name
}

func addressesOf(ctx context.Context, m organisation.Member, d Dataset) Addresses {
	return Addresses{ID: d.ID, Page: web.URL(ctx, PagePath(m, d)), CSV: web.URL(ctx, FilePath(d.ID, 0, "data.csv")),
		Parquet: web.URL(ctx, FilePath(d.ID, 0, "data.parquet")), Original: web.URL(ctx, FilePath(d.ID, 0, "original")),
		API: web.URL(ctx, "/api/v1/datasets/"+d.ID)}
}

// orNull has the schema of an object say that a property may be null, which
// huma does not read in the tag of a struct.
func orNull(object *huma.Schema, property string) *huma.Schema {
	value := object.Properties[property]
	object.Properties[property] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: value.Ref}, {Type: "null"}}, Description: value.Description}
	return object
}
