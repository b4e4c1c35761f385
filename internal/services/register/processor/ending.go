package processor

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// An Ending is a contract with a day on which somebody has to decide.
type Ending struct {
	Contract
	Name i18n.Text
	// Decide is that day: the last one for notice where the contract is renewed by
	// itself, its end otherwise.
	Decide string
}

// Endings lists the contracts that are to be decided about until a day, of a
// member or ("") of all that the scope sees.
func Endings(ctx context.Context, tx access.Tx, member, until string) ([]Ending, error) {
	only, args := tx.Only("c.member_id", []any{member})
	list, err := database.All(ctx, tx, "processor.Endings", func(r database.Row) (e Ending, err error) {
		var annex string
		var changed int64
		err = r.Scan(&e.InstanceID, &e.MemberID, &e.Reference, &e.Starts, &e.Ends, &e.NoticeDays, &e.Renewed, &annex, &e.AnnexOn, &e.FileName, &e.Digest, &e.Size,
			&e.Remarks, &e.Reminded, &e.Rev, &changed, &e.By, &e.Name.Fr, &e.Name.En)
		e.Annex, e.Changed = Annex(annex), clock.FromMicros(changed)
		return e, err
	}, `select `+contractColumns+`, case when i.name = '' then coalesce(v.name, '') else i.name end, case when i.name = '' then coalesce(v.name_en, '') else i.name end
		from register_contract c join register_instance i on i.id = c.instance_id and i.retired_at = 0
		left join register_version v on v.model_id = i.model_id and v.number = i.version
		where c.ends_on <> '' and ($1 = '' or c.member_id = $1) and `+only+` order by c.ends_on, c.instance_id`, args...)
	var out []Ending
	for _, e := range list {
		e.Decide = e.Ends
		if last := e.LastNotice(); e.Renewed && last != "" {
			e.Decide = last
		}
		if e.Decide <= until {
			out = append(out, e)
		}
	}
	return out, err
}
