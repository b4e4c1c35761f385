package inbound

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/portals"
)

// Bounds of one harvest.
const (
	mostPages    = 2000
	mostDatasets = 100_000
	mostBytes    = 1 << 30
	mostTime     = time.Hour
)

// gathered is what a source lists.
type gathered struct {
	Datasets []portals.Dataset
	Bad      []portals.Bad
	Pages    int
	Size     int64 // bytes of the answers
	Total    int   // how many the source says to have
	// Trouble is why the end was not reached; nil when it was. What came before
	// stands.
	Trouble error
}

// gather asks a source for page after page, most pages at the most; 0 for all.
func (s *Service) gather(ctx context.Context, kind portals.Kind, address string, most int) gathered {
	const op = "inbound.gather"
	var g gathered
	ctx, stop := context.WithTimeout(ctx, mostTime)
	defer stop()
	asked := map[[32]byte]bool{}
	seen := map[string]bool{}
	next, err := portals.Start(kind, address)
	if err != nil {
		g.Trouble = fault.New(fault.Invalid, op, "Cette adresse ne se lit pas.", "This address cannot be read.")
		return g
	}
	for q := &next; q != nil; {
		key := sha256.Sum256([]byte(q.URL + "\x00" + q.Body))
		if asked[key] {
			g.Trouble = fault.New(fault.Unavailable, op, "Les pages du catalogue tournent en rond\u202f: la page %[1]d renvoie à une page déjà lue.",
				"The pages of the catalogue go round in a circle: page %[1]d leads to one that was read already.", g.Pages)
			return g
		}
		asked[key] = true
		answer, err := s.Asker.Ask(ctx, *q)
		if err != nil {
			g.Trouble = err
			return g
		}
		g.Pages++
		g.Size += int64(len(answer.Body))
		q.URL = answer.URL
		page, err := portals.Read(kind, *q, answer.Type, answer.Body, s.Doors.Clock().Now())
		if err != nil {
			g.Trouble = unread(op, g.Pages, err)
			return g
		}
		fresh := g.take(page, seen)
		switch {
		case page.Next == nil:
			return g
		case g.Pages == most:
			return g
		case fresh == 0 && len(page.Datasets)+len(page.Bad) > 0 || fresh == 0 && g.Pages > 20:
			g.Trouble = fault.New(fault.Unavailable, op, "La page %[1]d du catalogue ne contient rien de nouveau, et annonce pourtant une suite\u202f: la lecture s’arrête là.",
				"Page %[1]d of the catalogue holds nothing new, and yet announces another: reading ends there.", g.Pages)
			return g
		case g.Pages >= mostPages || len(g.Datasets) >= mostDatasets || g.Size >= mostBytes:
			g.Trouble = fault.New(fault.Unavailable, op, "Le catalogue est trop grand\u202f: %[1]d jeux de données lus en %[2]d pages. Donnez l’adresse d’une partie.",
				"The catalogue is too large: %[1]d datasets read in %[2]d pages. Give the address of a part.", len(g.Datasets), g.Pages)
			return g
		}
		q = page.Next
	}
	return g
}

// take adds a page and says how many identifiers on it were not seen before.
func (g *gathered) take(p portals.Page, seen map[string]bool) (fresh int) {
	g.Total = max(g.Total, p.Total)
	for _, d := range p.Datasets {
		if seen[d.Identifier] {
			g.Bad = append(g.Bad, portals.Bad{Identifier: d.Identifier, Title: d.Title, Why: portals.Duplicate})
			continue
		}
		seen[d.Identifier] = true
		fresh++
		g.Datasets = append(g.Datasets, d)
	}
	for _, b := range p.Bad {
		if !seen["\x00"+b.Identifier] {
			fresh++
		}
		seen["\x00"+b.Identifier] = true
		g.Bad = append(g.Bad, b)
	}
	return fresh
}

// unread says that an answer could not be read, and why.
func unread(op string, page int, err error) error {
	why := err.Error()
	if len(why) > 300 {
		why = strings.ToValidUTF8(why[:300], "") + "…"
	}
	return &fault.Error{Kind: fault.Unavailable, Op: op, Cause: err,
		Say: i18n.T("La page %[1]d du catalogue ne se lit pas\u202f: %[2]s.", "Page %[1]d of the catalogue cannot be read: %[2]s.", page, why)}
}

// said is what a person reads of an error.
func said(err error) i18n.Text {
	var f *fault.Error
	if errors.As(err, &f) && f.Say.Fr != "" {
		return f.Say
	}
	return i18n.T("La lecture a échoué\u202f: %[1]s.", "Reading failed: %[1]s.", fmt.Sprint(err))
}
