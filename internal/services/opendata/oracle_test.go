package opendata_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/opendata"
	"airial/internal/services/opendata/opendatatest"
	"airial/standards/theme"
)

// oracle answers a search with nothing in memory: it reads all that is
// published, has the database's own index say what holds the words, all of
// them in one question, and counts and orders in the plainest way.
func (h *house) oracle(tx access.Tx, q opendata.Search) (f opendata.Found) {
	h.t.Helper()
	words := text.Words(q.Query)
	if len(words) == 0 && strings.TrimSpace(q.Query) != "" {
		return f
	}
	holds, titled := h.holding(tx, words, false), h.holding(tx, words, true)
	type row struct {
		words, listed, modified int64
		piece, sort             string
		has                     [7][]string // by each thing by which a search is narrowed
	}
	all, err := database.All(h.t.Context(), tx, "oracle", func(r database.Row) (o row, err error) {
		var member, schema, licence, keywords, columns, area, union string
		err = r.Scan(&o.words, &o.listed, &o.modified, &o.piece, &member, &schema, &licence, &keywords, &columns, &area, &union, &o.sort)
		o.has = [7][]string{{member}, {schema}, {"none"}, {licence}, {"csv", "json", "xlsx", "parquet"},
			{fmt.Sprint(i18n.Local(clock.FromMicros(o.modified)).Year())}, {area}}
		if union != "" {
			o.has[6] = append(o.has[6], union)
		}
		if themes := theme.Of(schema, strings.Split(keywords, "\n")...); len(themes) > 0 {
			o.has[2] = nil
			for _, t := range themes {
				o.has[2] = append(o.has[2], string(t))
			}
		}
		if strings.Contains(columns, `"lat"`) {
			o.has[4] = append(o.has[4], "geojson")
		}
		return o, err
	}, `select w.id, l.id, d.modified_at, d.piece_id, d.member_id, d.schema_name, d.licence, d.keywords, e.columns_json,
			coalesce((select g.id from member g where g.kind = 'epci' and g.id in (m.id, m.group_id)), ''),
			coalesce((select max(u.union_id) from member_union u where u.since <= '2100-01-01' and u.until = '' and u.member_id in (m.id, m.group_id)), case when m.kind = 'syndicat' then m.id else '' end), d.sort_key
		from dataset d join dataset_words w on w.piece_id = d.piece_id join dataset_listed l on l.piece_id = d.piece_id
		join edition e on e.version_id = d.version_id join member m on m.id = d.member_id
		where d.state = 'published'`)
	if err != nil {
		h.t.Fatal(err)
	}
	asked := [7]string{q.MemberID, q.Schema, q.Theme, q.Licence, q.Format, "", q.AreaID}
	if q.Year != 0 {
		asked[5] = fmt.Sprint(q.Year)
	}
	var counts [7]map[string]int
	for way := range counts {
		counts[way] = map[string]int{}
	}
	var hits []row
	some := false
	for _, o := range all {
		if len(words) > 0 && !holds[o.words] {
			continue
		}
		some = true
		var lacks []int
		for way, value := range asked {
			if way == 1 {
				value = strings.Replace(value, "none", "", 1)
			}
			if asked[way] != "" && !slices.Contains(o.has[way], value) && !(way == 6 && q.Alone) {
				lacks = append(lacks, way)
			}
		}
		for way := range counts {
			if len(lacks) > 1 || len(lacks) == 1 && lacks[0] != way || q.Alone && (way == 0 || way == 6) {
				continue
			}
			for _, value := range o.has[way] {
				if way != 6 || value != "" {
					counts[way][value]++
				}
			}
		}
		if lacks == nil {
			hits = append(hits, o)
		}
	}
	if !some && len(words) > 0 {
		return f
	}
	slices.SortFunc(hits, func(a, b row) int {
		if q.Sort == "title" {
			return cmp.Or(cmp.Compare(a.sort, b.sort), cmp.Compare(a.piece, b.piece))
		}
		if a, b := titled[a.words], titled[b.words]; q.Sort != "recent" && a != b {
			if a {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.modified, a.modified), cmp.Compare(b.listed, a.listed))
	})
	for i := q.Offset; i < min(q.Offset+q.Limit, len(hits)); i++ {
		d, err := opendata.Get(h.t.Context(), tx, hits[i].piece)
		if err != nil {
			h.t.Fatal(err)
		}
		f.Datasets = append(f.Datasets, d)
	}
	for _, o := range hits {
		if len(words) > 0 && q.Sort == "" && titled[o.words] {
			f.Titled++
		}
	}
	f.Total, f.Publishing = len(hits), len(counts[0])
	for way, side := range []*[]opendata.Facet{&f.Members, &f.Schemas, &f.Themes, &f.Licences, &f.Formats, &f.Years, &f.Areas} {
		*side = counted(counts[way])
	}
	return f
}

func counted(counts map[string]int) (out []opendata.Facet) {
	for value, n := range counts {
		out = append(out, opendata.Facet{Value: value, Count: n})
	}
	slices.SortFunc(out, func(a, b opendata.Facet) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value)) })
	return out
}

// holding asks the database's index what has all the words, anywhere or in its
// title.
func (h *house) holding(tx access.Tx, words []string, inTitle bool) map[int64]bool {
	out := map[int64]bool{}
	if len(words) == 0 {
		return out
	}
	column := map[bool]string{false: "title || ' ' || words", true: "title"}[inTitle]
	query, arg := `select id from dataset_words where to_tsvector('simple', `+column+`) @@ to_tsquery('simple', $1)`, strings.Join(words, " & ")+":*"
	if tx.Dialect() == database.SQLite {
		query, arg = `select rowid from dataset_search where dataset_search match $1`, `"`+strings.Join(words, `" AND "`)+`"*`
		if inTitle {
			arg = "title : (" + arg + ")"
		}
	}
	err := database.Each(h.t.Context(), tx, "oracle", func(r database.Row) error {
		var n int64
		err := r.Scan(&n)
		out[n] = true
		return err
	}, query, arg)
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// agrees wants a service to answer as the oracle does.
func (h *house) agrees(s *opendata.Service, tx access.Tx, q opendata.Search, after string) int {
	h.t.Helper()
	want := h.oracle(tx, q)
	got, err := s.Survey(h.t.Context(), tx, q)
	if err != nil {
		h.t.Fatal(err)
	}
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		h.t.Errorf("after %s, %+v (-oracle +service):\n%s", after, q, diff)
	}
	if total := got.Total; total > 0 {
		var ids, page []string
		if err := s.Walk(h.t.Context(), tx, q, func(d opendata.Dataset) error { ids = append(ids, d.ID); return nil }); err != nil {
			h.t.Fatal(err)
		}
		for _, d := range got.Datasets {
			page = append(page, d.ID)
		}
		if len(ids) != total || len(page) > 0 && !slices.Equal(page, ids[q.Offset:q.Offset+len(page)]) {
			h.t.Errorf("after %s, %+v: a walk finds %q, a page %q of %d", after, q, ids, page, total)
		}
	}
	return got.Total
}

// Whatever is asked for, a process that looks at each change and one that looks
// seldom answer as the oracle does, with what they have kept from earlier
// searches.
func TestSearchesAnswerAsTheOracleDoes(t *testing.T) {
	opendata.KeepTurns(t, 12)
	opendata.WalkTitles(t, 3) // both ways
	each(t, func(t *testing.T, h *house) {
		r := rand.New(rand.NewPCG(2026, 28))
		other := h.shelf()
		area := h.area(other)
		union := h.union(area)
		seldom := h.over(h.blobs)
		vocabulary := strings.Fields("budget budgets annexe annexes 2025 2026 école écoles équipement eau eaux subvention")
		some := func(most int) string {
			var out []string
			for range r.IntN(most) + 1 {
				out = append(out, vocabulary[r.IntN(len(vocabulary))])
			}
			return strings.Join(out, " ")
		}
		asked := func() opendata.Search {
			q := opendata.Search{Limit: []int{0, 2, 5, 50}[r.IntN(4)], Offset: []int{0, 0, 1, 4, 60}[r.IntN(5)], Alone: r.IntN(4) == 0,
				Sort: []string{"", "recent", "title"}[r.IntN(3)], Schema: []string{"", "", "none", opendatatest.Known.Name, "never/heard-of"}[r.IntN(5)],
				MemberID: []string{"", "", h.member.ID, other.ID, "nobody"}[r.IntN(5)]}
			if r.IntN(2) == 0 {
				q.Theme = []string{"", "ECON", "EDUC", "none", "never"}[r.IntN(5)]
				q.Licence = []string{"", "", "lov2", "odbl"}[r.IntN(4)]
				q.Format = []string{"", "csv", "geojson", "doc"}[r.IntN(4)]
				q.Year = []int{0, 0, 2026, 2027, 1999}[r.IntN(5)]
				q.AreaID = []string{"", "", area.ID, union.ID, "nobody"}[r.IntN(5)]
			}
			if r.IntN(3) > 0 {
				q.Query = some(2)
				q.Query = q.Query[:len(q.Query)-r.IntN(3)]
			}
			return q
		}
		s := access.For(access.Actor{Kind: access.Person, ID: "d", Name: "d"},
			map[string][]access.Role{h.member.ID: {access.Manager}, other.ID: {access.Manager}}, nil)
		var pieces []string
		hidden, owner := map[string]bool{}, map[string]string{}
		change := func(step int) string {
			h.clock.Advance(time.Duration(r.IntN(2)) * time.Minute) // some at the same instant
			content := fmt.Sprintf("%s%d,1\n", sound, step)
			if r.IntN(3) == 0 {
				content = fmt.Sprintf("nom,lat\n%d,1\n", step)
			}
			if r.IntN(9) == 0 {
				h.clock.Advance(200 * 24 * time.Hour)
			}
			if len(pieces) < 4 || r.IntN(3) == 0 {
				v := h.deposit(s, opendata.Request{MemberID: []string{h.member.ID, other.ID}[r.IntN(2)], Title: some(4), Press: true,
					Description: some(3), Schema: []string{"none", opendatatest.Known.Name}[r.IntN(2)]}, content)
				pieces, owner[v.PieceID] = append(pieces, v.PieceID), v.MemberID
				return "a publication"
			}
			id := pieces[r.IntN(len(pieces))]
			switch {
			case !hidden[id] && r.IntN(4) == 0:
				h.write(s, func(tx access.Tx) error {
					d, err := opendata.Get(t.Context(), tx, id)
					if err != nil {
						return err
					}
					return h.service.Describe(t.Context(), tx, id, opendata.Description{Title: d.Title, Description: d.Description,
						Licence: []string{"lov2", "odbl"}[r.IntN(2)], Frequency: "UNKNOWN", Keywords: []string{[]string{"budget", "écoles", "licorne"}[r.IntN(3)]}})
				})
				return "another description"
			case hidden[id]:
				h.write(s, func(tx access.Tx) error { return h.service.Restore(t.Context(), tx, id) })
				hidden[id] = false
				return "one came back"
			case r.IntN(2) == 0:
				h.write(s, func(tx access.Tx) error { return h.service.Withdraw(t.Context(), tx, id, "error", "") })
				hidden[id] = true
				return "a withdrawal"
			}
			h.deposit(s, opendata.Request{MemberID: owner[id], PieceID: id, Press: true}, content)
			return "a new version"
		}
		for step := range 36 {
			after := change(step)
			h.read(access.Public(), func(tx access.Tx) error {
				for range 8 {
					q := asked()
					h.agrees(h.service, tx, q, after)
					if step%9 == 8 {
						h.agrees(seldom, tx, q, after)
					}
				}
				return nil
			})
		}
	})
}

// area has a member belong to an EPCI, which it returns.
func (h *house) area(m organisation.Member) (epci organisation.Member) {
	h.t.Helper()
	h.write(access.System("test"), func(tx access.Tx) (err error) {
		epci, err = organisation.Add(h.t.Context(), tx, organisation.Member{Siren: "200000032", Name: "Pays des Lacs", Kind: organisation.EPCI})
		if err != nil {
			return err
		}
		_, err = tx.Exec(h.t.Context(), `update member set group_id = $1 where id = $2`, epci.ID, m.ID)
		return err
	})
	h.clock.Advance(time.Minute)
	return epci
}

// union has a body belong to a joint authority, which it returns.
func (h *house) union(m organisation.Member) (union organisation.Member) {
	h.t.Helper()
	h.write(access.System("test"), func(tx access.Tx) (err error) {
		if union, err = organisation.Add(h.t.Context(), tx, organisation.Member{Siren: "254000011", Name: "Syndicat des eaux", Kind: organisation.Syndicat}); err != nil {
			return err
		}
		_, err = organisation.Join(h.t.Context(), tx, m.ID, union.ID, "2020-01-01", "")
		return err
	})
	h.clock.Advance(time.Minute)
	return union
}
