package twin

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// What the journal says.
const (
	EventMerged = "twins.merged"
	EventApart  = "twins.apart"
	EventUndone = "twins.undone"
)

// The deeds in the history of the activity that stays.
const (
	deedMerged   = "merged"
	deedUnmerged = "unmerged"
)

const maxNote = 500

// A Choice says what becomes of two twins.
type Choice struct {
	Member     string
	Keep, Gone string // activities
	KeepRev    int    // the revisions that were compared
	GoneRev    int
	Take       map[string]string // by path where they differ: model.Mine of the one that stays, model.Theirs of the other
	Note       string
}

// both reads the two of a choice and refuses what is not as it was compared.
func both(ctx context.Context, tx access.Tx, c Choice) (keep, gone model.Full, err error) {
	const op = "twin.both"
	if err := tx.May(ctx, access.Register, c.Member); err != nil {
		return keep, gone, err
	}
	if c.Keep == c.Gone {
		return keep, gone, fault.New(fault.Invalid, op, "Choisissez deux traitements différents.", "Choose two different activities.")
	}
	if keep, err = of(ctx, tx, c.Member, c.Keep); err != nil {
		return keep, gone, err
	}
	if gone, err = of(ctx, tx, c.Member, c.Gone); err != nil {
		return keep, gone, err
	}
	switch {
	case !keep.Retired.IsZero() || !gone.Retired.IsZero():
		err = fault.New(fault.Conflict, op, "L’un des deux n’est plus dans le registre. Relisez la liste.", "One of the two is no longer in the register. Read the list again.")
	case keep.Rev != c.KeepRev || gone.Rev != c.GoneRev:
		err = fault.New(fault.Conflict, op, "L’un des deux a été modifié entre-temps. Comparez-les encore.", "One of the two was changed in the meantime. Compare them again.")
	case len([]rune(c.Note)) > maxNote:
		err = fault.New(fault.Invalid, op, "Le motif dépasse %[1]d caractères.", "The reason exceeds %[1]d characters.", maxNote)
	}
	return keep, gone, err
}

// Merge makes one of two twins. What differs is chosen place by place; a place
// for which nothing is chosen is an Invalid that names it.
func (s *Service) Merge(ctx context.Context, tx access.Tx, c Choice) (Settled, error) {
	const op = "twin.Merge"
	keep, gone, err := both(ctx, tx, c)
	if err != nil {
		return Settled{}, err
	}
	record := keep.Record
	for _, d := range differences(keep.Record, gone.Record) {
		switch c.Take[d.Path] {
		case model.Mine:
		case model.Theirs:
			if record, err = model.Put(record, d.Path, d.Theirs); err != nil {
				return Settled{}, fault.Wrap(op, err)
			}
		default:
			return Settled{}, fault.New(fault.Invalid, op, "Choisissez ce qui est gardé pour «\u00a0%[1]s\u00a0».", "Choose what is kept of “%[2]s”.",
				activity.Spec.Words(french, d.Path, wider(keep.Record, gone.Record, d.Path), nil), activity.Spec.Words(english, d.Path, wider(keep.Record, gone.Record, d.Path), nil))
		}
	}
	out := Settled{ID: tx.NewID(), MemberID: c.Member, Kept: keep.ID, Gone: gone.ID, State: Merged, Note: strings.TrimSpace(c.Note), shownBefore: keep.Shown, Led: map[string][]string{}, At: tx.Clock().Now(), By: tx.Scope().Actor().Name}
	for _, f := range s.Followers {
		list, err := f.To(ctx, tx, c.Member, gone.ID)
		if err == nil && len(list) > 0 {
			list, err = f.Lead(ctx, tx, c.Member, gone.ID, keep.ID, list)
		}
		if err != nil {
			return out, err
		}
		if len(list) > 0 {
			out.Led[f.Key] = list
		}
	}
	if err := model.SetUse(ctx, tx, gone.ID, false); err != nil {
		return out, err
	}
	if gone.Shown { // what the public could read stays to be read
		if err := model.SetShown(ctx, tx, keep.ID, true); err != nil {
			return out, err
		}
	}
	now, err := model.Read(ctx, tx, keep.ID)
	if err != nil {
		return out, err
	}
	after, err := model.EditAs(ctx, tx, activity.Spec, keep.ID, now.Rev, record, deedMerged)
	if err != nil {
		return out, err
	}
	out.rev = after.Rev
	if err := insert(ctx, tx, out); err != nil {
		return out, err
	}
	return out, tx.Record(ctx, EventMerged, c.Member, out.ID, map[string]any{"kept": keep.ID, "gone": gone.ID, "led": out.total()})
}

// wider is that of two records in which a place can be named.
func wider(keep, gone model.Record, path string) model.Record {
	if list, key, _ := model.SplitPath(path); key != "" {
		if _, ok := gone.Row(list, key); ok {
			return gone
		}
	}
	return keep
}

// total is how many things were led.
func (s Settled) total() (n int) {
	for _, list := range s.Led {
		n += len(list)
	}
	return n
}

// MergeSame merges all twins of a member that say the same, and says how many.
func (s *Service) MergeSame(ctx context.Context, tx access.Tx, member string) (merged int, err error) {
	if err := tx.May(ctx, access.Register, member); err != nil {
		return 0, err
	}
	list, err := Of(ctx, tx, member)
	gone := map[string]bool{}
	for _, p := range list {
		if gone[p.Keep.ID] || gone[p.Gone.ID] { // of three that are the same
			continue
		}
		keep, err := of(ctx, tx, member, p.Keep.ID)
		if err != nil {
			return merged, err
		}
		other, err := of(ctx, tx, member, p.Gone.ID)
		if err != nil {
			return merged, err
		}
		if len(model.Changes(keep.Record, other.Record)) > 0 {
			continue
		}
		if _, err := s.Merge(ctx, tx, Choice{Member: member, Keep: keep.ID, Gone: other.ID, KeepRev: keep.Rev, GoneRev: other.Rev}); err != nil {
			return merged, err
		}
		gone[other.ID] = true
		merged++
	}
	return merged, err
}

// KeepApart keeps both of two twins knowingly.
func (s *Service) KeepApart(ctx context.Context, tx access.Tx, c Choice) (Settled, error) {
	keep, gone, err := both(ctx, tx, c)
	if err != nil {
		return Settled{}, err
	}
	apart, err := keptApart(ctx, tx, c.Member)
	if err != nil {
		return Settled{}, err
	}
	if apart[unordered(keep.ID, gone.ID)] {
		return Settled{}, fault.New(fault.Conflict, "twin.KeepApart", "Ces deux traitements sont déjà gardés tous les deux.", "Both activities are kept already.")
	}
	out := Settled{ID: tx.NewID(), MemberID: c.Member, Kept: keep.ID, Gone: gone.ID, State: Apart, Note: strings.TrimSpace(c.Note), Led: map[string][]string{}, At: tx.Clock().Now(), By: tx.Scope().Actor().Name}
	if err := insert(ctx, tx, out); err != nil {
		return out, err
	}
	return out, tx.Record(ctx, EventApart, c.Member, out.ID, map[string]any{"kept": keep.ID, "gone": gone.ID})
}

// Undo takes back what was decided on two twins. It returns the places of the
// activity that stayed which somebody has written since: they stay too.
func (s *Service) Undo(ctx context.Context, tx access.Tx, member, id string) (out Settled, stay []string, err error) {
	const op = "twin.Undo"
	if err := tx.May(ctx, access.Register, member); err != nil {
		return out, nil, err
	}
	if out, err = get(ctx, tx, member, id); err != nil {
		return out, nil, err
	}
	if out.State == Undone {
		return out, nil, fault.New(fault.Conflict, op, "C’est déjà annulé.", "It is undone already.")
	}
	if out.State == Merged {
		if stay, err = s.unmerge(ctx, tx, out); err != nil {
			return out, nil, err
		}
	}
	by := tx.Scope().Actor()
	was := out.State
	out.State, out.Undone, out.UndoneBy = Undone, tx.Clock().Now(), by.Name
	if _, err := database.Exec(ctx, tx, op, `update register_twin set state = $1, undone_at = $2, undone_id = $3, undone_name = $4 where id = $5`,
		string(Undone), tx.Micros(), by.ID, by.Name, id); err != nil {
		return out, nil, err
	}
	return out, stay, tx.Record(ctx, EventUndone, member, id, map[string]any{"kept": out.Kept, "gone": out.Gone, "was": was, "stay": len(stay)})
}

func (s *Service) unmerge(ctx context.Context, tx access.Tx, m Settled) (stay []string, err error) {
	const op = "twin.unmerge"
	keep, err := of(ctx, tx, m.MemberID, m.Kept)
	if err != nil {
		return nil, err
	}
	if !keep.Retired.IsZero() {
		return nil, fault.New(fault.Conflict, op, "Le traitement gardé n’est plus dans le registre. S’il a lui-même été fusionné, annulez d’abord cette fusion-là\u202f; sinon, remettez-le dans le registre.",
			"The activity that was kept is no longer in the register. If it was itself merged, undo that merge first; otherwise put it back into the register.")
	}
	if err := model.SetUse(ctx, tx, m.Gone, true); err != nil {
		return nil, err
	}
	for _, f := range s.Followers {
		if list := m.Led[f.Key]; len(list) > 0 {
			if _, err := f.Lead(ctx, tx, m.MemberID, m.Kept, m.Gone, list); err != nil {
				return nil, err
			}
		}
	}
	if !m.shownBefore {
		if err := model.SetShown(ctx, tx, m.Kept, false); err != nil {
			return nil, err
		}
	}
	if keep, err = model.Read(ctx, tx, m.Kept); err != nil {
		return nil, err
	}
	record, stay, err := model.Without(ctx, tx, keep, m.rev, deedMerged)
	if err != nil {
		return nil, err
	}
	_, err = model.EditAs(ctx, tx, activity.Spec, keep.ID, keep.Rev, record, deedUnmerged)
	return stay, err
}
