package operations

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/web/ui"
)

const pageSize = 50

// states in the order in which an administrator cares.
var states = []jobs.State{jobs.Failed, jobs.Running, jobs.Ready, jobs.Waiting, jobs.Cancelled}

// jobsView is the list of jobs.
type jobsView struct {
	Filter  jobs.Filter
	Member  string // what the address says of the member: a SIREN
	Rows    []jobRow
	Next    string // address of what is older; "" for nothing
	Total   map[jobs.State]int64
	Kinds   []kindRow
	Members []memberRow
	Now     time.Time
	says    func(context.Context, string) string
}

// jobRow is a job and whose it is; a job of the installation has no member.
type jobRow struct {
	jobs.Status
	Member organisation.Member
}

// kindRow is what there is of one kind of job.
type kindRow struct {
	Kind   string
	Jobs   map[jobs.State]int64
	Oldest time.Time // when the one that has waited longest became ready
}

// memberRow is what there is of one member.
type memberRow struct {
	Member organisation.Member
	Jobs   map[jobs.State]int64
}

func (v jobsView) filtered() bool {
	return v.Filter.State != "" || v.Filter.Kind != "" || v.Member != ""
}

// link is the address of the list with another state, kind or member.
func (v jobsView) link(state jobs.State, kind, member, before string) string {
	q := url.Values{}
	for name, value := range map[string]string{"state": string(state), "kind": kind, "member": member, "before": before} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return jobsPath
	}
	return jobsPath + "?" + q.Encode()
}

// countFailed is what the rail shows beside the entry.
func (p Parts) countFailed(ctx context.Context, tx access.Tx) (n int, err error) {
	counts, err := p.Queue.Counts(ctx, tx)
	for _, c := range counts {
		if c.State == jobs.Failed {
			n += int(c.Jobs)
		}
	}
	return n, err
}

func (p *Pages) jobs(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	v := jobsView{Member: q.Get("member"), says: p.says, Total: map[jobs.State]int64{},
		Filter: jobs.Filter{State: jobs.State(q.Get("state")), Kind: q.Get("kind"), Before: q.Get("before"), Limit: pageSize + 1}}
	if !slices.Contains(states, v.Filter.State) {
		v.Filter.State = ""
	}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		v.Now = tx.Clock().Now()
		m, chosen, err := console.Chosen(ctx, tx, r)
		if err != nil {
			return err
		}
		if chosen {
			v.Filter.Fair = m.ID
		}
		list, err := p.Queue.List(ctx, tx, v.Filter)
		if err != nil {
			return err
		}
		if len(list) > pageSize {
			list = list[:pageSize]
			v.Next = v.link(v.Filter.State, v.Filter.Kind, v.Member, list[pageSize-1].ID)
		}
		if v.Rows, err = withMembers(ctx, tx, list); err != nil {
			return err
		}
		return p.countJobs(ctx, tx, &v)
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, page(ctx, jobsCrumb(ctx)), jobsBody(v))
}

func jobsCrumb(ctx context.Context) ui.Link {
	return ui.Link{Label: i18n.Say(ctx, "Tâches", "Jobs"), Href: jobsPath}
}

// says is what a kind of job does, in the reader's language.
func (p *Pages) says(ctx context.Context, kind string) string {
	if label, known := p.Kinds[kind]; known {
		return i18n.Read(ctx, label)
	}
	return kind
}

// countJobs sums up by state, kind and member.
func (p *Pages) countJobs(ctx context.Context, tx access.Tx, v *jobsView) error {
	counts, err := p.Queue.Counts(ctx, tx)
	if err != nil {
		return err
	}
	oldest, err := p.Queue.Oldest(ctx, tx)
	if err != nil {
		return err
	}
	for _, c := range counts { // by kind already
		if n := len(v.Kinds); n == 0 || v.Kinds[n-1].Kind != c.Kind {
			v.Kinds = append(v.Kinds, kindRow{Kind: c.Kind, Jobs: map[jobs.State]int64{}, Oldest: oldest[c.Kind]})
		}
		v.Kinds[len(v.Kinds)-1].Jobs[c.State] = c.Jobs
		v.Total[c.State] += c.Jobs
	}
	keys, err := p.Queue.CountsByKey(ctx, tx)
	if err != nil {
		return err
	}
	var ids []string
	by := map[string]map[jobs.State]int64{}
	for _, c := range keys {
		if by[c.Key] == nil {
			by[c.Key], ids = map[jobs.State]int64{}, append(ids, c.Key)
		}
		by[c.Key][c.State] = c.Jobs
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	for _, id := range ids {
		if m, is := members[id]; is { // other keys are of rooms: mail
			v.Members = append(v.Members, memberRow{m, by[id]})
		}
	}
	slices.SortStableFunc(v.Members, func(a, b memberRow) int { return int(b.Jobs[jobs.Failed] - a.Jobs[jobs.Failed]) })
	return err
}

// withMembers finds whose the jobs are: their key is the member's identifier.
func withMembers(ctx context.Context, tx access.Tx, list []jobs.Status) ([]jobRow, error) {
	var ids []string
	for _, j := range list {
		ids = append(ids, j.Fair)
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]jobRow, len(list))
	for i, j := range list {
		out[i] = jobRow{j, members[j.Fair]}
	}
	return out, nil
}
