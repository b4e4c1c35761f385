package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// record draws a record of few names, so that two of them meet often.
func record(t *rapid.T, name string) model.Record {
	texts := rapid.SampledFrom([]string{"", "a", "b", "c"})
	value := rapid.Custom(func(t *rapid.T) model.Value {
		v := model.Value{Fr: texts.Draw(t, "fr")}
		if v.Fr != "" {
			v.En = rapid.SampledFrom([]string{"", "x"}).Draw(t, "en")
		}
		return v
	})
	return rapid.Custom(func(t *rapid.T) model.Record {
		r := model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
		for _, f := range []string{"name", "note"} {
			r.Fields[f] = value.Draw(t, f)
		}
		for _, list := range []string{"data", "people"} {
			for _, key := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"k1", "k2", "k3"}), 0, 3, rapid.ID[string]).Draw(t, list) {
				r.Lists[list] = append(r.Lists[list], model.Row{Key: key, Cells: map[string]model.Value{"name": value.Draw(t, "cell"), "kept": value.Draw(t, "cell")}})
			}
		}
		return r.Tidy()
	}).Draw(t, name)
}

// same compares records whatever the order of rows.
func same(a, b model.Record) bool {
	return len(model.Changes(a, b)) == 0 && len(model.Changes(b, a)) == 0
}

func TestOverridesGiveWhatWasWanted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, wanted := record(t, "base"), record(t, "wanted")
		got, err := model.Apply(base, model.Overrides(base, wanted, 1), nil)
		if err != nil || !same(got, wanted) {
			t.Fatalf("%v\n%s", err, cmp.Diff(wanted, got))
		}
		back, err := model.Decode(model.Encode(wanted))
		if err != nil || cmp.Diff(wanted, back) != "" {
			t.Fatalf("%v\n%s", err, cmp.Diff(wanted, back))
		}
	})
}

// What a member has written holds under any later version; where nothing is
// written, the later version does; and what both have changed is open, and
// nothing else.
func TestALaterVersionMeetsWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v1, v2, wanted := record(t, "v1"), record(t, "v2"), record(t, "wanted")
		past := func(n int) (model.Record, error) { return map[int]model.Record{1: v1, 2: v2}[n], nil }
		own := model.Overrides(v1, wanted, 1)
		got, err := model.Apply(v2, own, past)
		if err != nil {
			t.Fatal(err)
		}
		written := map[string]bool{}
		for _, o := range own {
			written[o.Path] = true
			want := o.Content
			if want == model.Removed || want == `""` {
				want = ""
			}
			if at := model.At(got, o.Path); at != want && at != "" || at != want && want != "" {
				t.Fatalf("%s is written as %q and holds as %q", o.Path, o.Content, at)
			}
		}
		open, err := model.Open(own, v2, past)
		if err != nil {
			t.Fatal(err)
		}
		touched := map[string]model.Change{}
		for _, c := range model.Touched(v1, v2) {
			touched[c.Path] = c
		}
		for _, d := range open {
			list, key, _ := model.SplitPath(d.Path)
			if _, ok := touched[d.Path]; !ok && touched[model.RowPath(list, key)].Before == "" || !written[d.Path] {
				t.Fatalf("open without two changes: %+v", d)
			}
			if d.Mine == d.Theirs {
				t.Fatalf("open though both say the same: %+v", d)
			}
		}
		// The same version again asks nothing.
		if again, _ := model.Open(own, v1, past); len(again) != 0 {
			t.Fatalf("open against its own version: %+v", again)
		}
	})
}

func TestTwoWritersMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := record(t, "base"), record(t, "mine"), record(t, "theirs")
		out, clashes, err := model.Merge(base, mine, theirs)
		if err != nil {
			t.Fatal(err)
		}
		clash := map[string]bool{}
		for _, c := range clashes {
			clash[c.Path] = true
		}
		if len(clashes) == 0 {
			for _, c := range model.Changes(base, mine) {
				if model.At(out, c.Path) != c.After {
					t.Fatalf("what I wrote at %s is lost without a word", c.Path)
				}
			}
		}
		for _, c := range model.Changes(base, theirs) {
			if clash[c.Path] && model.At(out, c.Path) != c.After {
				t.Fatalf("what another wrote at %s is lost before I chose", c.Path)
			}
		}
		if alone, clashes, _ := model.Merge(base, mine, base); len(clashes) > 0 || !same(alone, mine) {
			t.Fatal("a writer who is alone meets somebody")
		}
	})
}

func TestADroppedRowStaysWhereItWasWritten(t *testing.T) {
	row := model.Row{Key: "nir", Cells: map[string]model.Value{"name": model.V("NIR"), "kept": model.V("5 ans")}}
	v1 := model.Record{Lists: map[string][]model.Row{"data": {row}}}
	past := func(int) (model.Record, error) { return v1, nil }
	own := []model.Override{{Path: "data#nir.kept", Content: `"10 ans"`, Against: 1}}
	got, err := model.Apply(model.Record{}, own, past)
	if err != nil {
		t.Fatal(err)
	}
	want := model.Record{Lists: map[string][]model.Row{"data": {{Key: "nir", Cells: map[string]model.Value{"name": model.V("NIR"), "kept": model.V("10 ans")}}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	open, err := model.Open(own, model.Record{}, past)
	if err != nil || len(open) != 1 || open[0].Theirs != "" {
		t.Errorf("%+v %v", open, err)
	}
}

// A row is named by its title, or by what else it says, never by its key.
func TestARowIsNeverNamedByItsKey(t *testing.T) {
	spec := model.Spec{Kind: "test", Parts: []model.Part{{Lists: []model.List{{Name: "tools", Label: i18n.T("Outils", "Tools"), One: i18n.T("outil", "tool"), Title: "name",
		Cells: []model.Field{{Name: "name", Label: i18n.T("Nom", "Name")}, {Name: "of", Type: model.Named, Vocabulary: "list"}, {Name: "place", Label: i18n.T("Lieu", "Place")}}}}}}}
	for want, cells := range map[string]map[string]model.Value{
		"Tools › Drill › Place": {"name": model.V("Drill"), "place": model.V("Here")},
		"Tools › Here › Place":  {"of": model.V("01a2-unknown"), "place": model.V("Here")},
		"Tools › tool › Place":  {},
	} {
		r := model.Record{Lists: map[string][]model.Row{"tools": {{Key: "x77d4576b8db4", Cells: cells}}}}
		if got := spec.Words(i18n.English, model.CellPath("tools", "x77d4576b8db4", "place"), r, nil); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
