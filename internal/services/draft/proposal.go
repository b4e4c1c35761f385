package draft

import (
	"context"
	"io"

	"airial/standards/tableschema"
)

// mostExamples is how many different examples a proposal shows.
const mostExamples = 3

// propose reads a file and lists what can be mended in it beyond doubt, by rule
// and column, in the order in which it is met.
func (s *Service) propose(ctx context.Context, k *desk) ([]Proposal, error) {
	var list []*Proposal
	known := map[string]*Proposal{}
	each := func(c tableschema.Change) error {
		p := Proposal{Rule: c.Rule, Field: c.Field}
		if c.Rule == tableschema.MendLabel {
			p.Field = c.To
		}
		q := known[p.Key()]
		if q == nil {
			q = &p
			known[p.Key()] = q
			list = append(list, q)
		}
		q.Count++
		if c.From != "" || c.To != "" {
			q.show(example{c.From, c.To})
		}
		return nil
	}
	r, err := s.read(ctx, k, tableschema.MendOptions{Each: each})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for n := 0; err == nil; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		_, err = r.Next()
	}
	if err != io.EOF {
		return nil, err
	}
	out := make([]Proposal, len(list))
	for i, p := range list {
		out[i] = *p
	}
	return out, nil
}

func (p *Proposal) show(e example) {
	if len(p.Examples) == mostExamples {
		return
	}
	for _, known := range p.Examples {
		if known == e {
			return
		}
	}
	p.Examples = append(p.Examples, e)
}
