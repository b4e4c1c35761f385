package twin

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

const (
	french  = i18n.French
	english = i18n.English
)

// as is words that were made in the reader's language.
func as(words string) i18n.Text { return i18n.Text{Fr: words, En: words} }

// Open lists a member's twins that nobody has settled, with what differs.
func Open(ctx context.Context, tx access.Tx, member string) (out []Compared, err error) {
	pairs, err := Of(ctx, tx, member)
	for _, p := range pairs {
		var c Compared
		if c.Keep, err = of(ctx, tx, member, p.Keep.ID); err != nil {
			return nil, err
		}
		if c.Gone, err = of(ctx, tx, member, p.Gone.ID); err != nil {
			return nil, err
		}
		c.Differences = differences(c.Keep.Record, c.Gone.Record)
		out = append(out, c)
	}
	return out, err
}

// suggested is what is chosen beforehand where two twins differ: what one alone
// says; what was written locally rather than the model's text; otherwise what the
// one that stays says. A row of which that one has the same is not taken twice.
func suggested(c Compared, d model.Difference) string {
	list, key, cell := model.SplitPath(d.Path)
	switch {
	case key != "" && cell == "":
		if d.Mine == "" && !has(c.Keep.Record, list, d.Theirs) {
			return model.Theirs
		}
		return model.Mine
	case d.Mine == "", !c.Keep.Own(d.Path) && c.Gone.Own(d.Path) && d.Theirs != "":
		return model.Theirs
	}
	return model.Mine
}

// has tells whether a record has a row that says the same under another key.
func has(r model.Record, list, content string) bool {
	row, ok := model.Override{Content: content}.Row()
	if !ok {
		return false
	}
	for _, other := range r.Lists[list] {
		if len(other.Cells) != len(row.Cells) {
			continue
		}
		same := true
		for name, v := range row.Cells {
			same = same && other.Cells[name] == v
		}
		if same {
			return true
		}
	}
	return false
}

// followed says what was led to the activity that stays.
func (s *Service) followed(ctx context.Context, m Settled) string {
	var parts []string
	for _, f := range s.Followers {
		if n := len(m.Led[f.Key]); n > 0 {
			parts = append(parts, i18n.Read(ctx, f.Label)+" ("+i18n.Number(ctx, n)+")")
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return i18n.Sayf(ctx, "Ont suivi\u202f: %s.", "Followed: %s.", strings.Join(parts, ", "))
}

func decidedWords(ctx context.Context, s Settled) string {
	switch {
	case s.State == Undone && s.rev > 0:
		return i18n.Say(ctx, "fusion annulée", "merge undone")
	case s.State == Undone:
		return i18n.Say(ctx, "décision annulée", "decision undone")
	case s.State == Merged:
		return i18n.Say(ctx, "fusionnés", "merged")
	}
	return i18n.Say(ctx, "gardés tous les deux", "both kept")
}

func decidedTone(s Settled) ui.Tone {
	if s.State == Undone {
		return ui.Neutral
	}
	return ui.Good
}

func differ(ctx context.Context, n int) string {
	if n == 0 {
		return i18n.Say(ctx, "Disent la même chose", "Say the same")
	}
	return i18n.Count(ctx, n, "différence", "différences", "difference", "differences")
}

// follows says which version of its model an activity follows.
func follows(ctx context.Context, f model.Full) string {
	if f.ModelID == "" {
		return i18n.Say(ctx, "propre à la collectivité", "the body’s own")
	}
	return i18n.Sayf(ctx, "modèle de l’opérateur, version %s", "model of the operator, version %s", i18n.Number(ctx, f.Version))
}

func yes(ctx context.Context, is bool) string {
	if is {
		return i18n.Say(ctx, "oui", "yes")
	}
	return i18n.Say(ctx, "non", "no")
}
