package cockpit

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
	"airial/internal/services/register/post"
)

// pushing is the deed of the mechanism's batches, beside those of this room.
const pushing = "push"

type bulkView struct {
	*Service
	Deed    string
	Members []Standing
	Filter  Filter
	Agents  []user.User
	Form    *form.Form
	Today   string
	// of a reminder
	Letters  int
	Silent   []Standing // have nobody to write to
	Quiet    int        // nothing is late there
	Sample   post.Letter
	SampleOf string
	NoMail   bool
	// of an assignment
	Already map[string]int // how many have an agent, by name; "" for nobody
	// of models
	Pushables []pushable
}

type pushable struct {
	Pushable
	Models []model.Model
}

// wanted are the members that a form chooses: those that are ticked, or all whom
// its filter keeps.
func (p *Pages) wanted(ctx context.Context, tx access.Tx, f *form.Form) ([]Standing, error) {
	filter := Filter{Order: "name"}
	if f.Checked("all") {
		filter = filterOf(f.Raw)
		filter.Order = "name"
	}
	b, err := p.Board(ctx, tx, filter)
	if err != nil || f.Checked("all") {
		return b.All, err
	}
	ticked := map[string]bool{}
	for _, id := range f.All("member") {
		ticked[id] = true
	}
	return slices.DeleteFunc(b.All, func(m Standing) bool { return !ticked[m.ID] }), nil
}

// preview shows what an act would do, before it is done.
func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	return p.showPreview(w, r, http.StatusOK, f)
}

func (p *Pages) showPreview(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := bulkView{Service: p.Service, Deed: f.Raw("do"), Form: f, Filter: filterOf(f.Raw), NoMail: !p.Post.Letters.On()}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		v.Today = access.Today(tx.Clock())
		if v.Members, err = p.wanted(ctx, tx, f); err != nil {
			return err
		}
		if len(v.Members) == 0 {
			return wrong("members", "Cochez au moins une collectivité.", "Tick at least one body.")
		}
		if v.Agents, err = agents(ctx, tx); err != nil {
			return err
		}
		return p.fillPreview(ctx, tx, &v)
	})
	if err != nil {
		if refused(f, err) {
			return p.showHome(w, r, http.StatusUnprocessableEntity, f)
		}
		return err
	}
	title := i18n.Say(r.Context(), "Envoyer des modèles", "Send models")
	if v.Deed != pushing {
		title = i18n.Read(r.Context(), Deed(v.Deed).Label())
	}
	return p.Desk.ShowStatus(w, r, status, page(r.Context(), title), bulkBody(v))
}

func (p *Pages) fillPreview(ctx context.Context, tx access.Tx, v *bulkView) error {
	switch v.Deed {
	case string(Assign):
		v.Already = map[string]int{}
		for _, m := range v.Members {
			v.Already[m.AgentName]++
		}
	case string(PlanVisits):
		if !v.Form.Values.Has("from") {
			v.Form.Set("from", workday(v.Today, 5))
			v.Form.Set("per_day", "2")
		}
	case string(Remind):
		return p.fillReminder(ctx, tx, v)
	case pushing:
		for _, k := range p.Kinds {
			list, err := model.Models(ctx, tx, model.Filter{Kind: k.Kind, Issued: true})
			if err != nil {
				return err
			}
			v.Pushables = append(v.Pushables, pushable{k, list})
		}
	default:
		return wrong("deed", "Choisissez ce qu’il faut faire.", "Choose what is to be done.")
	}
	return nil
}

// fillReminder counts the letters of a reminder and writes the first.
func (p *Pages) fillReminder(ctx context.Context, tx access.Tx, v *bulkView) error {
	now := tx.Clock().Now()
	var waits []map[string]Waits
	for _, source := range p.Sources {
		w, err := source.Count(ctx, tx, access.Day(now), access.Day(now.AddDate(0, 0, week)))
		if err != nil {
			return err
		}
		waits = append(waits, w)
	}
	written, err := managers(ctx, tx)
	if err != nil {
		return err
	}
	o := Order{Deed: Remind, Words: v.Form.Long("words", 2000)}
	for _, m := range v.Members {
		l := p.letter(o, organisation.Member{ID: m.ID, Siren: m.Siren, Name: m.Name}, waits)
		switch {
		case l.Text.Fr == "":
			v.Quiet++
		case written[m.ID] == 0:
			v.Silent = append(v.Silent, m)
		default:
			v.Letters += written[m.ID]
			if v.SampleOf == "" {
				v.Sample, v.SampleOf = l, m.Name
			}
		}
	}
	return nil
}

// managers counts the managers of each member who have an address.
func managers(ctx context.Context, tx access.Tx) (map[string]int, error) {
	out := map[string]int{}
	return out, database.Each(ctx, tx.Elevated("reminder"), "cockpit.managers", func(r database.Row) error {
		var id string
		var n int
		err := r.Scan(&id, &n)
		out[id] = n
		return err
	}, `select g.member_id, count(*) from role_grant g join account a on a.id = g.user_id where g.role = $1 and a.email <> '' and a.disabled_at = 0 group by g.member_id`,
		string(access.Manager))
}

// act does what was shown.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var to string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		chosen, err := p.wanted(ctx, tx, f)
		if err != nil {
			return err
		}
		ids := make([]string, len(chosen))
		for n, m := range chosen {
			ids[n] = m.ID
		}
		if f.Raw("do") == pushing {
			to, err = p.push(ctx, tx, f, ids)
			return err
		}
		perDay, _ := strconv.Atoi(f.Raw("per_day"))
		a, err := p.Ask(ctx, tx, Order{Deed: Deed(f.Raw("do")), Members: ids, Agent: f.Raw("to_agent"), From: f.Text("from", 10), PerDay: perDay, Words: f.Long("words", 2000)})
		to = actsPath + "/" + a.ID
		return err
	})
	if err != nil {
		if refused(f, err) {
			return p.showPreview(w, r, http.StatusUnprocessableEntity, f)
		}
		return err
	}
	return web.Redirect(w, r, to)
}

// push asks the mechanism for a batch, whose page shows its progress and undoes
// it.
func (p *Pages) push(ctx context.Context, tx access.Tx, f *form.Form, members []string) (string, error) {
	for _, k := range p.Kinds {
		var models []string
		for _, x := range f.All("model") {
			if id, ok := strings.CutPrefix(x, string(k.Kind)+":"); ok {
				models = append(models, id)
			}
		}
		if len(models) == 0 {
			continue
		}
		o := model.Order{Kind: k.Kind, Models: models, Members: members}
		var b model.Batch
		var err error
		if how := f.Raw("how"); how == model.Take || how == model.Offer {
			o.How = how
			b, err = p.Models.Push(ctx, tx, o)
		} else {
			b, err = p.Models.Adopt(ctx, tx, o)
		}
		return k.Path + "/batches/" + b.ID, err
	}
	return "", wrong("model", "Cochez au moins un modèle.", "Tick at least one model.")
}

type actsView struct{ Acts []Act }

func (p *Pages) acts(w http.ResponseWriter, r *http.Request) error {
	var v actsView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		v.Acts, err = Acts(ctx, tx, 100)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, page(r.Context(), i18n.Say(r.Context(), "Gestes groupés", "Acts on many")), actsBody(v))
}

type actView struct {
	Act     Act
	Members []actRow
	Form    *form.Form
}

type actRow struct {
	organisation.Member
	Outcome string
}

func (p *Pages) oneAct(w http.ResponseWriter, r *http.Request) error {
	return p.showAct(w, r, http.StatusOK, nil)
}

func (p *Pages) showAct(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	id, err := pathID(r, "deed")
	if err != nil {
		return err
	}
	v := actView{Form: f}
	err = p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Act, err = GetAct(ctx, tx, id); err != nil {
			return err
		}
		// What needs a word stands first.
		v.Members, err = database.All(ctx, tx, "cockpit.showAct", func(r database.Row) (x actRow, err error) {
			return x, r.Scan(&x.Siren, &x.Name, &x.Outcome)
		}, `select m.siren, m.name, i.outcome from register_act_item i join member m on m.id = i.member_id where i.act_id = $1 and i.outcome <> ''
			order by case i.outcome when 'changed' then 1 else 0 end, m.sort_key, m.id limit 200`, id)
		return err
	})
	if err != nil {
		return err
	}
	if web.IsFragment(r) && v.Act.State != "done" {
		return web.RenderStatus(w, r, http.StatusOK, actProgress(v))
	}
	if web.IsFragment(r) {
		w.Header().Set("HX-Refresh", "true")
	}
	return p.Desk.ShowStatus(w, r, status, page(r.Context(), i18n.Read(r.Context(), v.Act.Deed.Label())), actBody(v))
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "deed")
	if err != nil {
		return err
	}
	var undone, kept int
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		undone, kept, err = Undo(ctx, tx, id)
		return err
	})
	if fault.Is(err, fault.Conflict) {
		f := form.New()
		f.Fail("", fault.Message(err))
		return p.showAct(w, r, http.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, undoneWords(r.Context(), undone, kept))
	return web.Redirect(w, r, actsPath+"/"+id)
}
