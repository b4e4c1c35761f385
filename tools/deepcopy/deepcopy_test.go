package deepcopy_test

import (
	"reflect"
	"testing"

	deepcopy "github.com/tiendc/go-deepcopy"
)

type inner struct {
	N    *int
	List []string
}

type outer struct {
	Name  string
	One   inner
	Many  []inner
	By    map[string]inner
	Any   any
	None  *inner
	Pair  [2][]int
	quiet int
}

func TestCopySharesNothing(t *testing.T) {
	n := 7
	src := outer{Name: "a", One: inner{&n, []string{"x"}}, Many: []inner{{&n, nil}}, By: map[string]inner{"k": {&n, []string{"y"}}},
		Any: []int{1}, Pair: [2][]int{{1}, {2}}, quiet: 3}
	for _, from := range []any{src, &src} {
		dst := outer{None: &inner{}, quiet: 5}
		if err := deepcopy.Copy(&dst, from); err != nil {
			t.Fatal(err)
		}
		if dst.quiet != 5 {
			t.Error("a field that is not exported was written")
		}
		dst.quiet = src.quiet
		if !reflect.DeepEqual(dst, src) {
			t.Errorf("%+v", dst)
		}
		*dst.One.N, dst.One.List[0], dst.By["k"].List[0], dst.Any.([]int)[0], dst.Pair[0][0] = 9, "z", "z", 9, 9
		*dst.Many[0].N = 9
		if n != 7 || src.One.List[0] != "x" || src.By["k"].List[0] != "y" || src.Any.([]int)[0] != 1 || src.Pair[0][0] != 1 {
			t.Errorf("the copy shares something: %+v", src)
		}
	}
}

func TestCopyRefuses(t *testing.T) {
	var to outer
	for _, c := range [][2]any{{to, outer{}}, {&to, inner{}}, {&to, nil}, {&to, (*outer)(nil)}, {(*outer)(nil), outer{}}} {
		if deepcopy.Copy(c[0], c[1]) == nil {
			t.Errorf("%T into %T is taken", c[1], c[0])
		}
	}
}
