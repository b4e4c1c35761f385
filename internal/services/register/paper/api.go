package paper

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(in *web.Interface) {
	token := access.Bearer(s.Doors)
	tags := []string{"data protection"}
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/papers", Tags: tags,
		Summary: "Papers of a member", Description: "The papers that can be taken, of which things, and those that were prepared or issued."}, s.apiList)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/papers/{paper}/{as}", Tags: tags,
		Summary: "Take a paper", Description: "The paper as it stands today, as ODT, DOCX or PDF."}, s.apiTake)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/papers/{paper}", Tags: tags,
		Summary: "The template of a paper", Description: "The template in force, and the fields that it may use."}, s.apiTemplate)
}

type apiMember struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

type apiPaper struct {
	Name      string       `json:"name" doc:"To be put into the address"`
	Title     string       `json:"title"`
	About     string       `json:"about"`
	Group     string       `json:"group"`
	Languages []string     `json:"languages"`
	Yearly    bool         `json:"yearly" doc:"It is about a year"`
	Of        []apiSubject `json:"of,omitempty" doc:"The things of which there is such a paper; none for one about the member itself"`
}

type apiSubject struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type apiPrepared struct {
	ID      string     `json:"id"`
	Paper   string     `json:"paper"`
	Title   string     `json:"title"`
	Year    int        `json:"year,omitempty"`
	State   string     `json:"state" enum:"draft,issued"`
	Changed time.Time  `json:"changed"`
	Issued  *time.Time `json:"issued,omitempty"`
	SHA256  string     `json:"sha256,omitempty" doc:"Of the PDF as it was issued"`
}

type apiListOutput struct {
	Body struct {
		Papers   []apiPaper    `json:"papers"`
		Prepared []apiPrepared `json:"prepared"`
	}
}

func (s *Service) apiMember(ctx context.Context, tx access.Tx, siren string) (organisation.Member, error) {
	m, err := organisation.BySiren(ctx, tx, siren)
	if err != nil {
		return m, err
	}
	return m, tx.Sees("paper.api", m.ID)
}

func (s *Service) apiList(ctx context.Context, in *apiMember) (*apiListOutput, error) {
	out := &apiListOutput{}
	out.Body.Papers, out.Body.Prepared = []apiPaper{}, []apiPrepared{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := s.apiMember(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		kinds, err := s.kindsOf(ctx, tx, Ask{Member: m})
		if err != nil {
			return err
		}
		for _, k := range kinds {
			one := apiPaper{Name: k.Name, Title: i18n.Read(ctx, k.Title), About: i18n.Read(ctx, k.About), Group: i18n.Read(ctx, Groups[k.Group]), Yearly: k.Yearly}
			for _, l := range k.Langs() {
				one.Languages = append(one.Languages, string(l))
			}
			if k.Subjects != nil {
				things, err := k.Subjects(ctx, tx, m)
				if err != nil {
					return err
				}
				for _, x := range things {
					one.Of = append(one.Of, apiSubject{x.ID, x.Name})
				}
			}
			out.Body.Papers = append(out.Body.Papers, one)
		}
		list, err := s.PreparedOf(ctx, tx, m, "")
		for _, p := range list {
			one := apiPrepared{ID: p.ID, Paper: p.Kind, Title: p.Title, Year: p.Year, State: string(p.State), Changed: p.Changed, SHA256: p.Digest}
			if p.State == Issued {
				one.Issued = &p.Issued
			}
			out.Body.Prepared = append(out.Body.Prepared, one)
		}
		return err
	})
}

type apiTakeInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Paper string `path:"paper" maxLength:"60" doc:"Name of the paper"`
	As    string `path:"as" enum:"odt,docx,pdf"`
	Of    string `query:"of" maxLength:"64" doc:"The thing of which the paper is made, where there is one of each"`
	Year  int    `query:"year" minimum:"0" maximum:"9999" doc:"Of a yearly paper; the present year without it"`
	Lang  string `query:"lang" enum:"fr,en" default:"fr"`
}

type apiFile struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (s *Service) apiTake(ctx context.Context, in *apiTakeInput) (*apiFile, error) {
	format := document.Format(in.As)
	var m Made
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		member, err := s.apiMember(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		k, err := s.Kind(in.Paper)
		if err != nil {
			return err
		}
		if !format.Known() || format == document.HTML {
			return fault.Missing("paper.apiTake")
		}
		a := Ask{Member: member, Subject: in.Of, Lang: i18n.Lang(in.Lang)}
		if k.Yearly {
			now := i18n.Local(tx.Clock().Now()).Year()
			if a.Year = in.Year; a.Year < firstYear || a.Year > now {
				a.Year = now
			}
		}
		m, err = s.Take(ctx, tx, k, a)
		return err
	})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := m.Document().Write(&b, format); err != nil {
		return nil, err
	}
	return &apiFile{ContentType: format.Type(), Disposition: `attachment; filename="` + m.FileName(format) + `"`, Body: b.Bytes()}, nil
}

type apiField struct {
	Name   string     `json:"name"`
	Means  string     `json:"means"`
	Kind   string     `json:"kind" enum:"text,yes,list,group"`
	Fields []apiField `json:"fields,omitempty" doc:"Of each item of a list, or of a group"`
}

func apiFields(ctx context.Context, fields []Field) []apiField {
	out := []apiField{}
	for _, f := range fields {
		one := apiField{Name: f.Name, Means: i18n.Read(ctx, f.Means), Kind: "text"}
		switch {
		case f.Yes:
			one.Kind = "yes"
		case f.Items != nil:
			one.Kind, one.Fields = "list", apiFields(ctx, f.Items)
		case f.Of != nil:
			one.Kind, one.Fields = "group", apiFields(ctx, f.Of)
		}
		out = append(out, one)
	}
	return out
}

type apiTemplateInput struct {
	Paper string `path:"paper" maxLength:"60" doc:"Name of the paper"`
	Lang  string `query:"lang" enum:"fr,en" default:"fr"`
}

type apiTemplateOutput struct {
	Body struct {
		Name     string     `json:"name"`
		Language string     `json:"language"`
		Version  int        `json:"version" doc:"0 is the one that comes with the program"`
		BuiltIn  bool       `json:"built_in"`
		Template string     `json:"template" doc:"Markdown with fields in double braces"`
		Fields   []apiField `json:"fields"`
	}
}

func (s *Service) apiTemplate(ctx context.Context, in *apiTemplateInput) (*apiTemplateOutput, error) {
	out := &apiTemplateOutput{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		k, err := s.Kind(in.Paper)
		if err != nil {
			return err
		}
		l := k.in(i18n.Lang(in.Lang))
		v, err := InForce(ctx, tx, k, l)
		out.Body.Name, out.Body.Language, out.Body.Version, out.Body.BuiltIn, out.Body.Template = k.Name, string(l), v.Number, v.BuiltIn, v.Body
		out.Body.Fields = apiFields(ctx, k.fields())
		return err
	})
}
