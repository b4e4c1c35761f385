package opendata_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
)

func TestBothDatabasesListAlike(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := h.as(access.Manager, "Anne")
		for _, q := range []opendata.Request{{Title: "Écoles", Press: true}, {Title: "Budget", Schema: "none"}, {Title: "Aides 100 %", Press: true}} {
			h.clock.Advance(3600e9)
			h.deposit(s, q, sound+q.Title+",1\n")
		}
		for _, c := range []struct {
			asked opendata.Listing
			want  []string
		}{
			{opendata.Listing{}, []string{"Aides 100 %", "Budget", "Écoles"}},
			{opendata.Listing{Sort: "date"}, []string{"Écoles", "Budget", "Aides 100 %"}},
			{opendata.Listing{Sort: "title"}, []string{"Aides 100 %", "Budget", "Écoles"}},
			{opendata.Listing{Sort: "-title"}, []string{"Écoles", "Budget", "Aides 100 %"}},
			{opendata.Listing{Sort: "member"}, []string{"Aides 100 %", "Budget", "Écoles"}},
			{opendata.Listing{Sort: "-member"}, []string{"Aides 100 %", "Budget", "Écoles"}},
			{opendata.Listing{Query: "ecole"}, []string{"Écoles"}},
			{opendata.Listing{Query: "pinede budget"}, []string{"Budget"}},
			{opendata.Listing{Query: "%"}, nil},
			{opendata.Listing{Standing: opendata.StandsPublish}, []string{"Budget"}},
			{opendata.Listing{Standing: opendata.StandsPublished}, []string{"Aides 100 %", "Écoles"}},
			{opendata.Listing{Standing: opendata.StandsErased}, nil},
			{opendata.Listing{MemberID: h.member.ID}, []string{"Aides 100 %", "Budget", "Écoles"}},
			{opendata.Listing{MemberID: h.operator.ID}, nil},
			{opendata.Listing{Schema: "scdl/budget"}, nil},
		} {
			c.asked.Limit = 50
			h.read(s, func(tx access.Tx) error {
				lines, total, err := opendata.List(t.Context(), tx, c.asked)
				var got []string
				for _, l := range lines {
					got = append(got, l.Title)
					if l.Life.VersionID != l.VersionID {
						t.Errorf("%s has the life of another version", l.Title)
					}
				}
				if diff := cmp.Diff(c.want, got); diff != "" || total != len(c.want) {
					t.Errorf("%+v: %d in all, %s", c.asked, total, diff)
				}
				return err
			})
		}
		h.read(access.Public(), func(tx access.Tx) error {
			lines, total, err := opendata.List(t.Context(), tx, opendata.Listing{Limit: 50})
			if len(lines) > 0 || total > 0 {
				t.Errorf("the public is shown %d of %d", len(lines), total)
			}
			return err
		})
	})
}

func TestUploads(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := h.as(access.Depositor, "Anne")
		ref, err := h.blobs.Put(t.Context(), h.member.ID, strings.NewReader(sound))
		if err != nil {
			t.Fatal(err)
		}
		var kept, spare opendata.Upload
		h.write(s, func(tx access.Tx) error {
			guess := opendata.Guess{Columns: 2, Best: opendata.Likeness{Schema: "scdl/budget", Matched: 2, Fields: 20}}
			if kept, err = h.service.Keep(t.Context(), tx, h.member.ID, "../budget.csv", ref, guess); err != nil {
				return err
			}
			h.clock.Advance(1e9)
			spare, err = h.service.Keep(t.Context(), tx, h.member.ID, "encore.csv", ref, guess)
			return err
		})
		h.read(s, func(tx access.Tx) error {
			found, err := opendata.Uploads(t.Context(), tx, nil)
			if diff := cmp.Diff([]opendata.Upload{kept, spare}, found); diff != "" {
				t.Error(diff)
			}
			return err
		})
		deposit := func(who access.Scope, id string, q opendata.Request) (v piece.Version, err error) {
			err = h.try(who, func(tx access.Tx) (err error) {
				v, _, err = h.service.DepositUpload(t.Context(), tx, id, q)
				return err
			})
			return v, err
		}
		if _, err := deposit(h.as(access.Depositor, "Jean"), kept.ID, opendata.Request{Title: "Budget"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("somebody else deposits her file: %v", err)
		}
		if _, err := deposit(s, kept.ID, opendata.Request{Title: "Budget", Schema: "unknown"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an unknown schema: %v", err)
		}
		v, err := deposit(s, kept.ID, opendata.Request{Title: "Budget"})
		if err != nil || v.FileName != "budget.csv" || v.Digest != ref.Digest {
			t.Fatalf("%+v, %v", v, err)
		}
		if _, err := deposit(s, kept.ID, opendata.Request{Title: "Budget"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same file twice: %v", err)
		}
		if err := h.service.Erase(t.Context(), h.as(access.Manager, "Anne"), v.PieceID); err != nil {
			t.Fatal(err)
		}
		h.read(s, func(tx access.Tx) error {
			found, err := opendata.Uploads(t.Context(), tx, nil)
			if len(found) > 0 {
				t.Errorf("a received copy of erased bytes is left: %+v", found)
			}
			return err
		})
		if _, err := h.blobs.Stat(t.Context(), h.member.ID, ref.Digest); !fault.Is(err, fault.NotFound) {
			t.Errorf("the erased bytes are there: %v", err)
		}
	})
}
