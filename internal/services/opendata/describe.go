package opendata

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
)

// Description is what people read of a dataset beside its rows.
type Description struct {
	Title       string
	Description string
	Licence     string // a key of Licences
	Frequency   string // a key of Frequencies
	Keywords    []string
	Covers      Span // the period covered; zero for what the dates of each version say
}

// maxKeywords and maxKeyword bound the keywords: how many, and the characters
// of one (as data.gouv.fr does).
const (
	maxKeywords = 30
	maxKeyword  = 96
)

// Describe changes what people read of a dataset. Its earlier addresses go on
// leading to it.
func (s *Service) Describe(ctx context.Context, tx access.Tx, id string, n Description) error {
	d, err := s.own(ctx, tx, id, access.Deposit)
	if err != nil {
		return err
	}
	if n, err = n.clean(); err != nil {
		return err
	}
	if err := s.impersonal("opendata.Describe", append([]string{n.Title, n.Description}, n.Keywords...)...); err != nil {
		return err
	}
	renamed := n.Title != d.Title
	d.Title, d.Description, d.Licence, d.Frequency, d.Keywords, d.Covers = n.Title, n.Description, n.Licence, n.Frequency, n.Keywords, n.Covers
	if renamed {
		if err := piece.Rename(ctx, tx, id, d.Title); err != nil {
			return err
		}
		if d.Slug != "" {
			if d.Slug, err = s.nameAddress(ctx, tx, d); err != nil {
				return err
			}
		}
	}
	if d.State == Published {
		// showLatest saves and indexes what is public.
		err = s.showLatest(ctx, tx, &d)
	} else {
		err = saveDataset(ctx, tx, d)
	}
	if err != nil {
		return err
	}
	return tell(ctx, tx, "dataset.described", d, map[string]any{"title": d.Title, "licence": d.Licence, "frequency": d.Frequency,
		"covers_from": d.Covers.From, "covers_until": d.Covers.Until})
}

func (n Description) clean() (Description, error) {
	const op = "opendata.Describe"
	title, err := piece.CleanTitle(n.Title)
	if err != nil {
		return n, err
	}
	n.Title, n.Description = title, strings.TrimSpace(strings.ToValidUTF8(n.Description, "\ufffd"))
	if len([]rune(n.Description)) > MaxDescription {
		return n, fault.New(fault.Invalid, op, "La description tient en %[1]d caractères.",
			"The description must fit in %[1]d characters.", MaxDescription)
	}
	if !slices.ContainsFunc(Licences, func(l Licence) bool { return l.Key == n.Licence }) {
		return n, fault.New(fault.Invalid, op, "Choisissez une licence dans la liste.", "Choose a licence from the list.")
	}
	if !slices.ContainsFunc(Frequencies, func(f Frequency) bool { return f.Key == n.Frequency }) {
		return n, fault.New(fault.Invalid, op, "Choisissez une fréquence dans la liste.", "Choose a frequency from the list.")
	}
	if err := n.Covers.clean(op); err != nil {
		return n, err
	}
	var keywords []string
	for _, k := range n.Keywords {
		k = strings.Join(strings.Fields(k), " ")
		if k != "" && len([]rune(k)) <= maxKeyword && !slices.Contains(keywords, k) && len(keywords) < maxKeywords {
			keywords = append(keywords, k)
		}
	}
	n.Keywords = keywords
	return n, nil
}
