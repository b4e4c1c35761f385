package opendata_test

import (
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
)

// stranger is the manager of another member, who may do everything there.
func (h *house) stranger() access.Scope {
	h.t.Helper()
	var other organisation.Member
	h.write(access.System("test"), func(tx access.Tx) (err error) {
		other, err = organisation.Add(h.t.Context(), tx, organisation.Member{Siren: "200000024", Name: "Vielle-Lande", Kind: organisation.Commune})
		return err
	})
	return access.For(access.Actor{Kind: access.Person, ID: "stranger", Name: "Un autre"},
		map[string][]access.Role{other.ID: {access.Manager, access.Official, access.Depositor, access.Approver}}, nil)
}

func TestAStrangerSeesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		lea := h.as(access.Depositor, "Léa")
		public := h.deposit(lea, opendata.Request{Press: true, Title: "Publié"}, sound)
		draft := h.deposit(lea, opendata.Request{Title: "Brouillon"}, sound)
		upload := h.keep(lea)
		pieces := []string{public.PieceID, draft.PieceID}
		seen := func(s access.Scope) (n int) {
			t.Helper()
			h.read(s, func(tx access.Tx) error {
				add := func(found int, err error) {
					t.Helper()
					if err != nil {
						t.Error(err)
					}
					n += found
				}
				for _, q := range []opendata.Listing{{}, {Query: "brouillon"}, {MemberID: h.member.ID}, {Standing: opendata.StandsPublish},
					{Schema: "none", Sort: "title"}, {Schema: "test/known", Sort: "-member"}} {
					q.Limit = 10
					_, total, err := opendata.List(ctx, tx, q)
					add(total, err)
				}
				lives, err := life.OfPieces(ctx, tx, pieces)
				add(len(lives), err)
				lives, err = life.OfPiece(ctx, tx, draft.PieceID)
				add(len(lives), err)
				moving, err := life.Moving(ctx, tx, "", 10)
				add(len(moving), err)
				moving, err = life.Moving(ctx, tx, h.member.ID, 10)
				add(len(moving), err)
				_, total, err := life.For(ctx, tx, 10)
				add(total, err)
				counts, err := life.WaitsByMember(ctx, tx)
				add(len(counts), err)
				some, err := piece.Search(ctx, tx, "brouillon", 10)
				add(len(some), err)
				byID, err := piece.ByIDs(ctx, tx, pieces)
				add(len(byID), err)
				versions, err := piece.Versions(ctx, tx, draft.PieceID)
				add(len(versions), err)
				uploads, err := opendata.Uploads(ctx, tx, nil)
				add(len(uploads), err)
				uploads, err = opendata.Uploads(ctx, tx, []string{upload.ID})
				add(len(uploads), err)
				return nil
			})
			return n
		}
		if n := seen(lea); n < 15 {
			t.Errorf("the depositor sees %d things", n)
		}
		for name, s := range map[string]access.Scope{"stranger": h.stranger(), "public": access.Public()} {
			if n := seen(s); n != 0 {
				t.Errorf("%s sees %d things", name, n)
			}
			for what, act := range map[string]func(access.Tx) error{
				"describe": func(tx access.Tx) error {
					return h.service.Describe(ctx, tx, draft.PieceID, opendata.Description{Title: "x", Licence: "lov2", Frequency: "UNKNOWN"})
				},
				"publish":  func(tx access.Tx) error { return h.service.Decide(ctx, tx, draft.ID, opendata.VerbPublish, "") },
				"undo":     func(tx access.Tx) error { return h.service.Decide(ctx, tx, draft.ID, life.Undo, "") },
				"retry":    func(tx access.Tx) error { return h.service.Retry(ctx, tx, draft) },
				"rules":    func(tx access.Tx) error { _, err := opendata.Rules(ctx, tx, h.member.ID); return err },
				"set rule": func(tx access.Tx) error { return opendata.SetRule(ctx, tx, opendata.Rule{MemberID: h.member.ID}, true) },
				"steps":    func(tx access.Tx) error { _, err := life.Get(ctx, tx, draft.ID); return err },
				"edition":  func(tx access.Tx) error { _, _, err := opendata.EditionOf(ctx, tx, draft.PieceID, 1); return err },
			} {
				if err := h.try(s, act); !fault.Is(err, fault.NotFound) {
					t.Errorf("%s does %s: %v", name, what, err)
				}
			}
			if err := h.service.Erase(ctx, s, draft.PieceID); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s erases: %v", name, err)
			}
			if err := h.try(s, func(tx access.Tx) error { return h.service.DropUpload(ctx, tx, upload.ID) }); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s drops an upload: %v", name, err)
			}
			told, err := h.service.Many(ctx, s, opendata.ActApprove, pieces, "", "")
			if err != nil || len(told) != 0 {
				t.Errorf("%s acts on many: %+v, %v", name, told, err)
			}
			// What is published is there for withdrawal to be refused.
			if told, err = h.service.Many(ctx, s, opendata.ActWithdraw, pieces, "error", ""); err != nil || len(told) != 0 {
				t.Errorf("%s withdraws many: %+v, %v", name, told, err)
			}
		}
		h.stands(draft.ID, opendata.StageApproved, life.OnHold)
		if _, _, err := h.public(public.PieceID, 0); err != nil {
			t.Error(err)
		}
	})
}

// keep receives a file that nobody has said anything of.
func (h *house) keep(s access.Scope) (u opendata.Upload) {
	h.t.Helper()
	ref, err := h.service.Receive(h.t.Context(), h.member.ID, strings.NewReader(sound+"gardé,1\n"))
	if err != nil {
		h.t.Fatal(err)
	}
	h.write(s, func(tx access.Tx) error {
		u, err = h.service.Keep(h.t.Context(), tx, h.member.ID, "garde.csv", ref, opendata.Guess{})
		return err
	})
	return u
}

func TestWhatIsPublishedIsListed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		lea := h.as(access.Depositor, "Léa")
		v := h.deposit(lea, opendata.Request{Press: true, Title: "Premier titre"}, sound)
		h.deposit(lea, opendata.Request{Title: "Brouillon"}, sound)
		h.write(lea, func(tx access.Tx) error {
			return h.service.Describe(ctx, tx, v.PieceID, opendata.Description{Title: "Second titre", Licence: "odbl", Frequency: "ANNUAL",
				Keywords: []string{"budget", " budget ", "école"}})
		})
		h.read(access.Public(), func(tx access.Tx) error {
			for _, member := range []string{"", h.member.ID} {
				entries, err := opendata.Entries(ctx, tx, member, 10, 0)
				if err != nil || len(entries) != 1 || entries[0].Title != "Second titre" || len(entries[0].Keywords) != 2 || entries[0].CSV.Size == 0 {
					t.Errorf("entries %+v, %v", entries, err)
				}
			}
			for _, address := range []string{"premier-titre", "second-titre", v.PieceID} {
				if id, err := h.service.Lookup(ctx, tx, h.member.ID, address); err != nil || id != v.PieceID {
					t.Errorf("address %s leads to %q, %v", address, id, err)
				}
			}
			out, err := opendata.OutputOf(ctx, tx, []string{h.member.ID, h.operator.ID})
			if err != nil || len(out) != 1 || out[h.member.ID].Datasets != 1 {
				t.Errorf("output %+v, %v", out, err)
			}
			return nil
		})
		if !h.found("second budget", v.PieceID) || h.found("premier", v.PieceID) {
			t.Error("the search does not follow the description")
		}
	})
}

func TestUploadsGoInTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "Léa")
		given, kept := h.keep(lea), h.keep(lea)
		h.write(lea, func(tx access.Tx) error { return h.service.DropUpload(t.Context(), tx, given.ID) })
		sweep := func(files int) {
			t.Helper()
			if err := h.service.SweepUploads(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := len(h.stored()); n != files {
				t.Errorf("%d files are stored, want %d", n, files)
			}
		}
		sweep(1) // the same bytes wait under the other
		h.clock.Advance(8 * 24 * time.Hour)
		err := h.try(lea, func(tx access.Tx) error {
			_, _, err := h.service.DepositUpload(t.Context(), tx, kept.ID, opendata.Request{Title: "Trop tard"})
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("deposited after its time: %v", err)
		}
		sweep(0)
	})
}
