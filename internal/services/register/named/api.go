package named

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(in *web.Interface) {
	token := access.Bearer(s.Doors)
	tags := []string{"data protection"}
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/persons/search", Tags: tags,
		Summary:     "Where the register of a member names a person",
		Description: "By name, e-mail address or telephone number, in any spelling. A request with POST, so that nobody's name stands in an address. The contents of files are not read."}, s.apiSearch)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/persons/erase", Tags: tags,
		Summary:     "Take a person out of the register of a member",
		Description: "At the places that a search gave, in one step, with the history of fields. What the law keeps stays and is counted. There is no way back."}, s.apiErase)
}

type searchInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		Spellings []string `json:"spellings" minItems:"1" maxItems:"12" doc:"Names, addresses, numbers"`
	}
}

type placeShown struct {
	Place string   `json:"place" doc:"Names the place, for the erasure"`
	What  string   `json:"what" doc:"What kind of record it is"`
	Title string   `json:"title,omitempty"`
	Times int      `json:"times" doc:"How often the person is named there"`
	Words []string `json:"words" doc:"With the words around"`
	Kept  string   `json:"kept,omitempty" doc:"Why the place stays as it is; absent for one that can be erased"`
}

type searchOutput struct {
	Body struct {
		Places []placeShown `json:"places"`
		More   bool         `json:"more" doc:"There are more than 500"`
	}
}

func (s *Service) apiSearch(ctx context.Context, in *searchInput) (*searchOutput, error) {
	out := &searchOutput{}
	out.Body.Places = []placeShown{}
	q, err := Ask(strings.Join(in.Body.Spellings, "\n"))
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, findErr := organisation.BySiren(ctx, tx, in.Siren)
		if findErr != nil {
			return findErr
		}
		if mayErr := MaySearch(ctx, tx, m.ID); mayErr != nil {
			return mayErr
		}
		if err != nil {
			return err
		}
		found, err := s.Search(ctx, tx, q, m.ID)
		out.Body.More = found.More
		for _, h := range found.Hits {
			p := placeShown{Place: h.Key, What: i18n.Read(ctx, h.Table.Label), Title: h.Title, Times: h.Times, Words: []string{}}
			for _, e := range h.Words {
				p.Words = append(p.Words, e.Before+e.Name+e.After)
			}
			if h.Keep != "" {
				p.Kept = keepWords(ctx, h.Keep)
			}
			out.Body.Places = append(out.Body.Places, p)
		}
		return err
	})
}

type eraseInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		Spellings []string `json:"spellings" minItems:"1" maxItems:"12" doc:"Names, addresses, numbers"`
		Places    []string `json:"places" minItems:"1" maxItems:"500" doc:"As the search gave them"`
	}
}

type eraseOutput struct {
	Body struct {
		Erased int `json:"erased"`
		Kept   int `json:"kept"`
	}
}

func (s *Service) apiErase(ctx context.Context, in *eraseInput) (*eraseOutput, error) {
	out := &eraseOutput{}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		return MaySearch(ctx, tx, m.ID)
	})
	if err != nil {
		return out, err
	}
	q, err := Ask(strings.Join(in.Body.Spellings, "\n"))
	if err != nil {
		return out, err
	}
	o, err := s.Erase(ctx, access.From(ctx), q, in.Body.Places)
	out.Body.Erased, out.Body.Kept = o.Rows, o.Kept
	return out, err
}
