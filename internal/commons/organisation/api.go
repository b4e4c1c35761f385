package organisation

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/platform/web"
)

// MemberJSON is a member as machines read it.
type MemberJSON struct {
	Siren      string `json:"siren" doc:"SIREN, 9 digits" example:"214000010"`
	Name       string `json:"name"`
	Kind       string `json:"kind" doc:"commune, commune-nouvelle, epci, ccas, cias, syndicat, departement, operateur or autre"`
	Population int    `json:"population" doc:"Legal population; 0 where there is none"`
	Slug       string `json:"slug" doc:"Its readable address on the portal: /p/{slug}"`
}

// MembersJSON is a page of the list of members.
type MembersJSON struct {
	Items  []MemberJSON `json:"items"`
	Total  int          `json:"total" doc:"How many members match"`
	Limit  int          `json:"limit"`
	Offset int          `json:"offset"`
}

func (m Member) json() MemberJSON {
	return MemberJSON{Siren: m.Siren, Name: m.Name, Kind: string(m.Kind), Population: m.Population, Slug: m.Slug}
}

type listInput struct {
	Query  string `query:"q" maxLength:"200" doc:"Words of the name, a SIREN or a postcode"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
	Offset int    `query:"offset" minimum:"0" maximum:"1000000" default:"0"`
}

type listOutput struct{ Body MembersJSON }

type memberInput struct {
	Siren string `path:"siren" pattern:"^[0-9]{9}$" doc:"The member's SIREN; an earlier one leads to it too"`
}

type memberOutput struct{ Body MemberJSON }

// API adds the operations on members: the public list, and what a token is.
func API(api *web.Interface, doors *access.Doors) {
	web.Operation(api, web.Everyone, huma.Operation{
		OperationID: "list-members", Method: http.MethodGet, Path: "/api/v1/members",
		Summary: "List the members", Tags: []string{"Members"},
		Description: "The bodies that this installation serves, by name.",
	}, func(ctx context.Context, in *listInput) (*listOutput, error) {
		out := &listOutput{Body: MembersJSON{Items: []MemberJSON{}, Limit: in.Limit, Offset: in.Offset}}
		err := doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
			list, total, err := List(ctx, tx, Filter{Query: in.Query}, in.Limit, in.Offset)
			out.Body.Total = total
			for _, m := range list {
				out.Body.Items = append(out.Body.Items, m.json())
			}
			return err
		})
		return out, err
	})
	web.Operation(api, web.Everyone, huma.Operation{
		OperationID: "get-member", Method: http.MethodGet, Path: "/api/v1/members/{siren}",
		Summary: "Read one member", Tags: []string{"Members"},
	}, func(ctx context.Context, in *memberInput) (*memberOutput, error) {
		out := &memberOutput{}
		err := doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
			m, err := ByAddress(ctx, tx, in.Siren)
			out.Body = m.json()
			return err
		})
		return out, err
	})
	web.Operation(api, web.Everyone, huma.Operation{
		OperationID: "list-unions", Method: http.MethodGet, Path: "/api/v1/members/{siren}/unions",
		Summary: "The joint authorities of a member, or who belongs to one", Tags: []string{"Members"},
		Description: "Of a commune or an EPCI: the syndicats in whose territory it is today. Of a syndicat: who belongs to it today.",
	}, func(ctx context.Context, in *memberInput) (*unionsOutput, error) {
		out := &unionsOutput{}
		out.Body.Unions, out.Body.Members = []MemberJSON{}, []MemberJSON{}
		return out, doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
			m, err := ByAddress(ctx, tx, in.Siren)
			if err != nil {
				return err
			}
			unions, err := Unions(ctx, tx, m)
			for _, u := range unions {
				out.Body.Unions = append(out.Body.Unions, u.json())
			}
			if err != nil {
				return err
			}
			members, err := UnionMembers(ctx, tx, m.ID)
			for _, one := range members {
				out.Body.Members = append(out.Body.Members, one.json())
			}
			return err
		})
	})
	tokenAPI(api, doors)
}

type unionsOutput struct {
	Body struct {
		Unions  []MemberJSON `json:"unions" doc:"To which it belongs, itself or through its EPCI"`
		Members []MemberJSON `json:"members" doc:"Who belongs to it; empty for what is no syndicat"`
	}
}
