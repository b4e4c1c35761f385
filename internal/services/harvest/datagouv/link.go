package datagouv

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Link is one dataset there.
type Link struct {
	DatasetID string
	MemberID  string
	Remote    string // their identifier; "" while there is none
	Page      string // its page there
	Private   bool   // as it was when last looked at
	Excluded  bool   // is not pushed: somebody has said so
	Pending   bool   // is to be looked at
	Verdict   Verdict
	Problem   string // what they said
	Fields    int    // how many fields differ
	Looked    time.Time
	Pushed    time.Time
	Removed   time.Time // when we deleted it there
}

const linkColumns = `dataset_id, member_id, remote_id, page, private, excluded, pending, verdict, problem, fields, looked_at, pushed_at, removed_at`

func scanLink(r database.Row) (l Link, err error) {
	var pending, looked, pushed, removed int64
	err = r.Scan(&l.DatasetID, &l.MemberID, &l.Remote, &l.Page, &l.Private, &l.Excluded, &pending, &l.Verdict, &l.Problem, &l.Fields, &looked, &pushed, &removed)
	l.Pending = pending != 0
	l.Looked, l.Pushed, l.Removed = clock.FromMicros(looked), clock.FromMicros(pushed), clock.FromMicros(removed)
	return l, err
}

// LinkOf returns what is known of a dataset there; NotFound where it was never
// looked at.
func LinkOf(ctx context.Context, tx access.Tx, dataset string) (Link, error) {
	l, err := database.One(ctx, tx, "datagouv.LinkOf", scanLink, `select `+linkColumns+` from datagouv_link where dataset_id = $1`, dataset)
	if err == nil {
		err = tx.Sees("datagouv.LinkOf", l.MemberID)
	}
	return l, err
}

// Links lists a member's, those first that ask for something.
func Links(ctx context.Context, tx access.Tx, member string) ([]Link, error) {
	if err := tx.Sees("datagouv.Links", member); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, "datagouv.Links", scanLink, `select `+linkColumns+` from datagouv_link where member_id = $1
		order by case verdict when 'failed' then 0 when 'deleted' then 1 when 'archived' then 2 when 'differs' then 3 when 'missing' then 4 when 'surplus' then 5 else 9 end, dataset_id`, member)
}

// Counts are how many of a member's datasets have each verdict.
func Counts(ctx context.Context, tx access.Tx) (map[string]map[Verdict]int, error) {
	out := map[string]map[Verdict]int{}
	where, args := tx.Only("member_id", nil)
	err := database.Each(ctx, tx, "datagouv.Counts", func(r database.Row) error {
		var member string
		var v Verdict
		var n int
		err := r.Scan(&member, &v, &n)
		if out[member] == nil {
			out[member] = map[Verdict]int{}
		}
		out[member][v] = n
		return err
	}, `select member_id, verdict, count(*) from datagouv_link where excluded = 0 and `+where+` group by member_id, verdict`, args...)
	return out, err
}

// save writes what a look has found. A dataset that was pending stays so when
// something happened to it meanwhile.
func saveLook(ctx context.Context, tx access.Tx, member, dataset string, f Finding, problem string) error {
	_, err := database.Exec(ctx, tx, "datagouv.saveLook", `insert into datagouv_link (`+linkColumns+`) values ($1,$2,$3,$4,$5,0,0,$6,$7,$8,$9,0,0)
		on conflict (dataset_id) do update set remote_id = excluded.remote_id, page = case when excluded.page <> '' then excluded.page else datagouv_link.page end, private = excluded.private,
		verdict = excluded.verdict, problem = excluded.problem, fields = excluded.fields, looked_at = excluded.looked_at`,
		dataset, member, f.Remote, f.Page, database.Bool(f.Private), string(f.Verdict), problem, len(f.Differences), tx.Micros())
	return err
}

// Act is what somebody decides on one dataset.
type Act string

// The acts.
const (
	PushIt     Act = "push"     // put it right
	ExcludeIt  Act = "exclude"  // do not push it any more; what is there stays
	IncludeIt  Act = "include"  // push it again
	RecreateIt Act = "recreate" // make it anew where somebody has deleted it
)

// Do carries out what somebody decides on a dataset.
func (s *Service) Do(ctx context.Context, tx access.Tx, dataset string, act Act) (Link, error) {
	const op = "datagouv.Do"
	l, err := LinkOf(ctx, tx, dataset)
	if err != nil {
		return l, err
	}
	if err := tx.May(ctx, access.Publish, l.MemberID); err != nil {
		return l, err
	}
	a, err := account(ctx, tx, l.MemberID)
	if err != nil {
		return l, err
	}
	event := ""
	switch act {
	case PushIt:
		if l.Verdict == Deleted {
			return l, fault.New(fault.Conflict, op, "Ce jeu de données a été supprimé sur data.gouv.fr. Recréez-le, ou excluez-le.", "This dataset was deleted at data.gouv.fr. Make it anew, or leave it out.")
		}
	case ExcludeIt:
		l.Excluded, event = true, EventExcluded
	case IncludeIt:
		l.Excluded, event = false, EventIncluded
	case RecreateIt:
		if l.Verdict != Deleted {
			return l, fault.New(fault.Conflict, op, "Ce jeu de données n’a pas été supprimé sur data.gouv.fr.", "This dataset was not deleted at data.gouv.fr.")
		}
		l.Remote = ""
	default:
		return l, fault.New(fault.Invalid, op, "Cette action n’existe pas.", "There is no such act.")
	}
	if _, err := database.Exec(ctx, tx, op, `update datagouv_link set excluded = $1, remote_id = $2 where dataset_id = $3`, database.Bool(l.Excluded), l.Remote, dataset); err != nil {
		return l, err
	}
	if event != "" {
		if err := tx.Record(ctx, event, l.MemberID, dataset, nil); err != nil {
			return l, err
		}
	}
	if act == ExcludeIt {
		return l, nil
	}
	return l, s.pend(ctx, tx, a, dataset)
}

// forget takes away what was written of a dataset that is erased: the fields of
// reports may hold what had to go.
func forget(ctx context.Context, tx access.Tx, dataset string) error {
	_, err := database.Exec(ctx, tx, "datagouv.forget", `delete from datagouv_line where dataset_id = $1`, dataset)
	if err == nil {
		_, err = database.Exec(ctx, tx, "datagouv.forget", `update datagouv_link set problem = '' where dataset_id = $1`, dataset)
	}
	return err
}
