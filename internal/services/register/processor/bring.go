package processor

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/model"
)

// Same is what records of products share that are likely the same one: the
// SIREN or the supplier's name, and the product's. Accents, signs and legal
// forms do not tell them apart.
func Same(r model.Record) string { return key(r) }

// Enter makes an entry of the catalogue of what a member says of a product:
// what is the supplier's, not what is the member's.
func Enter(ctx context.Context, tx access.Tx, r model.Record) (string, error) {
	return promote(ctx, tx, r, tx.NewID())
}

// EntryOf finds the entry of the catalogue that is the same product, "" for
// none.
func EntryOf(ctx context.Context, tx access.Tx, r model.Record) (string, error) {
	models, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Issued: true})
	if err != nil {
		return "", err
	}
	for _, m := range models {
		if plain(m.Name.Fr) != plain(r.Get(fName).Fr) {
			continue
		}
		v, err := model.ReadVersion(ctx, tx, m.ID, m.Issued)
		if err != nil {
			return "", err
		}
		if Same(v.Record) == Same(r) {
			return m.ID, nil
		}
	}
	return "", nil
}

// Bring takes over what a member used in another program. Where it follows the
// catalogue, what the member wrote stays beside what the catalogue says.
func Bring(ctx context.Context, tx access.Tx, b model.Brought) (model.Instance, error) {
	if b.ModelID != "" {
		m, err := model.GetModel(ctx, tx, b.ModelID)
		if err != nil {
			return model.Instance{}, err
		}
		v, err := model.ReadVersion(ctx, tx, b.ModelID, m.Issued)
		if err != nil {
			return model.Instance{}, err
		}
		b.Record = blend(v.Record, b.Record)
	}
	i, _, err := model.Bring(ctx, tx, Spec, b)
	return i, err
}

// Mark tells how what a member uses is now: any change of it or of its contract
// changes the mark. It is "" for one that is gone.
func Mark(ctx context.Context, tx access.Tx, id string) (string, error) {
	mark, err := model.Mark(ctx, tx, id)
	if err != nil || mark == "" {
		return mark, err
	}
	rev, err := database.Value[int](ctx, tx, "processor.Mark", `select coalesce(max(rev), 0) from register_contract where instance_id = $1`, id)
	return fmt.Sprintf("%s/%d", mark, rev), err
}

// Remove takes away what was brought. One with a contract stays, and one that
// activities use.
func Remove(ctx context.Context, tx access.Tx, id string) error {
	const op = "processor.Remove"
	i, err := model.Get(ctx, tx, id)
	if err != nil {
		return err
	}
	n, err := database.Value[int](ctx, tx, op, `select (select count(*) from register_contract where instance_id = $1)
		+ (select count(*) from register_override where member_id = $2 and (path like 'software#%' or path like 'recipients#%') and content like $3)`, id, i.MemberID, "%"+id+"%")
	if err == nil && n > 0 {
		err = fault.New(fault.Conflict, op, "Ce sous-traitant a un contrat, ou des traitements l’utilisent.", "This processor has a contract, or activities use it.")
	}
	if err != nil {
		return err
	}
	return model.Remove(ctx, tx, id)
}
