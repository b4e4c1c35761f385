package portal

import (
	"context"
	"net/url"

	"airial/internal/commons/organisation"
	"airial/internal/platform/web/ui"
)

// told is where the data of a schema are told in plain figures: of one member, or
// of all (""); "" for nowhere.
func (s *Service) told(ctx context.Context, schema, member string) (string, error) {
	if s.p.Stories == nil || schema == "" {
		return "", nil
	}
	path, err := s.p.Stories(ctx)
	if err != nil || path(schema) == "" {
		return "", err
	}
	return toldPath(path(schema), member), nil
}

func toldPath(path, member string) string {
	if member == "" {
		return path
	}
	return path + "?member=" + url.QueryEscape(member)
}

// toldOf are the stories of a member's data, one for each schema, in the order in
// which they come.
func (s *Service) toldOf(ctx context.Context, m organisation.Member, list []Dataset) (out []ui.Link, err error) {
	if s.p.Stories == nil {
		return nil, nil
	}
	path, err := s.p.Stories(ctx)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{"": true}
	for _, d := range list {
		if seen[d.Schema] {
			continue
		}
		seen[d.Schema] = true
		if to := path(d.Schema); to != "" {
			out = append(out, ui.Link{Label: s.schemaLabel(ctx, d.Schema), Href: toldPath(to, m.Slug)})
		}
	}
	return out, nil
}
