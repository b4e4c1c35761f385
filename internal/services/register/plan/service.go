package plan

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/post"
)

// Parts is what the room is made with.
type Parts struct {
	Doors      *access.Doors
	Desk       *console.Console // nil where there are no pages
	Files      Files
	Post       post.Post
	Links      []Linkable
	Recommends []Recommends
	Dues       []Dues
	Portfolio  Portfolio // nil where nobody has one
	// Key makes the secrets of calendars.
	Key []byte
	// PublicURL begins the address of a page.
	PublicURL string
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// Linked is what an action is linked to, in words.
type Linked struct {
	Link
	Label  i18n.Text // of the kind
	Target Target    // without an address where the reader may not see it
}

// linked names links. What the reader may not see has no name.
func (s *Service) linked(ctx context.Context, tx access.Tx, m organisation.Member, links []Link) ([]Linked, error) {
	of := map[string][]Target{}
	var out []Linked
	for _, l := range links {
		x := Linked{Link: l, Label: i18n.T(l.Kind, l.Kind)}
		for _, kind := range s.Links {
			if kind.Kind != l.Kind {
				continue
			}
			x.Label = kind.Label
			if _, read := of[l.Kind]; !read {
				list, err := kind.Of(ctx, tx, m)
				if err != nil {
					return nil, err
				}
				of[l.Kind] = list
			}
			for _, t := range of[l.Kind] {
				if t.ID == l.Target {
					x.Target = t
				}
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// Recommended lists what other rooms advise a member and no action of it comes
// from yet, the most urgent first.
func (s *Service) Recommended(ctx context.Context, tx access.Tx, m organisation.Member) ([]Recommendation, error) {
	links, err := Links(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	taken := map[Link]bool{}
	for _, list := range links {
		for _, l := range list {
			taken[l] = true
		}
	}
	var out []Recommendation
	for _, of := range s.Recommends {
		list, err := of(ctx, tx, m)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if !taken[r.Link] {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// Take makes actions of recommendations, with what all of them get.
func (s *Service) Take(ctx context.Context, tx access.Tx, m organisation.Member, links []Link, p Plan) (int, error) {
	list, err := s.Recommended(ctx, tx, m)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, r := range list {
		chosen := false
		for _, l := range links {
			chosen = chosen || l == r.Link
		}
		if !chosen {
			continue
		}
		if _, err := Create(ctx, tx, Wanted{MemberID: m.ID, Plan: p, Links: []Link{r.Link}, Record: recordOf(r)}); err != nil {
			return n, err
		}
		n++
	}
	if n == 0 {
		return 0, wrong("recommended", "Cochez au moins une recommandation.", "Tick at least one recommendation.")
	}
	return n, nil
}

func recordOf(r Recommendation) model.Record {
	kind, priority := r.Kind, r.Priority
	if kind == "" {
		kind = Organisational
	}
	if priority == 0 {
		priority = Medium
	}
	return RecordOf(r.Title, r.About, kind, priority)
}

// RecordOf is what an action says, for rooms that put one into the plan.
func RecordOf(title, about i18n.Text, kind string, priority int) model.Record {
	return model.Record{Fields: map[string]model.Value{fName: {Fr: short(title.Fr), En: short(title.En)}, fAbout: {Fr: about.Fr, En: about.En},
		fKind: model.V(kind), fPriority: model.V(string(rune('0' + priority)))}}
}

// short keeps a title within a line.
func short(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:199]) + "…"
	}
	return s
}
