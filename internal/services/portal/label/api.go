package label

import (
	"context"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(api *web.Interface) {
	token, reader := access.Bearer(s.p.Doors), access.BearerOrPublic(s.p.Doors)
	eitherWay := []map[string][]string{{}, {"token": {}}}
	tags := []string{"portal"}
	web.Operation(api, reader, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/portal", Tags: tags, Security: eitherWay,
		Summary:     "The face of a member’s portal",
		Description: "What the member has published of its portal (name, words, colours, logo, menu, blocks, legal pages), its host, and how accessible it is."}, s.get)
	web.Operation(api, token, huma.Operation{Method: http.MethodPut, Path: "/api/v1/members/{siren}/portal", Tags: tags,
		Summary:     "Publish the face of a member’s portal",
		Description: "All of it at once; a draft that was being written is given up. Colours that are hard to read answer 422, with the nearest that will do. Earlier versions stay and can be brought back."}, s.put)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/portal/logos", Tags: tags,
		Summary:     "Send a logo",
		Description: "SVG, PNG, WebP or JPEG, 512 KiB at most, in Base64. Pictures are encoded again, drawings written anew. Name the digest of the answer in the face.", DefaultStatus: http.StatusCreated, MaxBodyBytes: 2 * MaxLogoBytes}, s.postLogo)
}

type siteInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

type siteOutput struct{ Body site }

// site is a portal as the interface shows it.
type site struct {
	Face          Label         `json:"face" doc:"What the member has published itself"`
	Version       int           `json:"version" doc:"Its number; 0 where nothing was published"`
	Published     *time.Time    `json:"published" doc:"When"`
	URL           string        `json:"url" doc:"The address of the portal"`
	Theme         string        `json:"theme" doc:"Address of the stylesheet of the colours; empty for none"`
	Logo          string        `json:"logo" doc:"Address of the logo; empty for none"`
	Accessibility accessibility `json:"accessibility"`
}

type accessibility struct {
	Level string    `json:"level" enum:"none,partial,full" doc:"How the portal stands to the RGAA"`
	Words i18n.Text `json:"words" doc:"The same in the words of the law"`
	Audit string    `json:"audit" doc:"Day of the latest audit; empty for none"`
}

func (s *Service) get(ctx context.Context, in *siteInput) (*siteOutput, error) {
	out := &siteOutput{}
	err := s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		out.Body, err = s.shown(ctx, tx, m)
		return err
	})
	return out, err
}

func (s *Service) shown(ctx context.Context, tx access.Tx, m organisation.Member) (site, error) {
	v, err := current(ctx, tx, m.ID, OfSite)
	if err != nil {
		return site{}, err
	}
	f, err := s.face(ctx, tx, m, v.Label, v.Number > 0)
	if err != nil {
		return site{}, err
	}
	v.Label.Check() // lists are never null
	out := site{Face: v.Label, Version: v.Number, URL: f.Site.Base, Accessibility: accessibility{Level: string(f.Statement.Level), Words: f.Statement.Level.Label()}}
	if v.Number > 0 {
		out.Published = &v.Written
	}
	if out.URL == "" {
		out.URL = s.p.PublicURL + "/p/" + m.Slug
	}
	if path := f.Label.Colours.ThemePath(); path != "" {
		out.Theme = s.p.PublicURL + path
	}
	if path := f.Logo(); path != "" {
		out.Logo = s.p.PublicURL + path
	}
	if a := f.Statement.Audit; a != nil {
		out.Accessibility.Audit = a.On
	}
	return out, nil
}

type putInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  Label
}

func (s *Service) put(ctx context.Context, in *putInput) (*siteOutput, error) {
	out := &siteOutput{}
	err := s.p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		if _, err := s.Publish(ctx, tx, m, OfSite, in.Body); err != nil {
			return err
		}
		out.Body, err = s.shown(ctx, tx, m)
		return err
	})
	s.forget()
	return out, err
}

type logoInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		Content string `json:"content" doc:"The file, in Base64"`
	}
}

type logoOutput struct {
	Body struct {
		Digest string `json:"digest"`
		Type   string `json:"type"`
		URL    string `json:"url"`
	}
}

func (s *Service) postLogo(ctx context.Context, in *logoInput) (*logoOutput, error) {
	const op = "label.postLogo"
	sent, err := base64.StdEncoding.DecodeString(in.Body.Content)
	if err != nil {
		return nil, fault.New(fault.Invalid, op, "Le contenu n’est pas en Base64.", "The content is not in Base64.")
	}
	l, err := ReadLogo(sent)
	if err != nil {
		return nil, err
	}
	err = s.p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		return s.AddLogo(ctx, tx, m, l)
	})
	out := &logoOutput{}
	out.Body.Digest, out.Body.Type, out.Body.URL = l.Digest, l.Type, s.p.PublicURL+l.Path()
	return out, err
}
