package opendata_test

import (
	"encoding/json"
	"io"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
)

// Of a workbook the CSV is checked and published; the workbook stays, with its
// depositor, until the dataset is erased.
func TestAWorkbookAndItsCSV(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "Léa")
		book := "workbook\n" + sound
		v := h.deposit(lea, opendata.Request{Press: true, FileName: "Subventions.xlsx"}, book)
		if v.FileName != "Subventions.csv" || v.Size != int64(len(sound)) {
			t.Errorf("the version is %s, %d bytes", v.FileName, v.Size)
		}
		_, e, err := h.public(v.PieceID, 0)
		if err != nil || e.FileName != "Subventions.csv" || e.Original.Digest != v.Digest {
			t.Errorf("the public sees %+v, %v", e, err)
		}
		var digest string
		var evidence struct {
			SHA256    string
			Deposited string `json:"deposited_sha256"`
			File      string `json:"deposited_file"`
			Sheet     string `json:"deposited_sheet"`
		}
		h.read(access.System("test"), func(tx access.Tx) error {
			steps, err := life.Steps(t.Context(), tx, v.ID)
			if err != nil {
				return err
			}
			if err := json.Unmarshal(steps[0].Evidence, &evidence); err != nil {
				return err
			}
			digest, err = database.Value[string](t.Context(), tx, "test", `select digest from origin where version_id = $1`, v.ID)
			return err
		})
		if evidence.SHA256 != v.Digest || evidence.Deposited != digest || evidence.File != "Subventions.xlsx" || evidence.Sheet != "1" {
			t.Errorf("the evidence is %+v", evidence)
		}
		file, err := h.blobs.Open(t.Context(), v.MemberID, digest)
		if err != nil {
			t.Fatal(err)
		}
		kept, _ := io.ReadAll(file)
		_ = file.Close()
		if string(kept) != book {
			t.Errorf("the deposited file is %q", kept)
		}

		// The same workbook once more is the same version; the sweep leaves both files.
		again, fresh, err := h.tryDeposit(lea, opendata.Request{Press: true, FileName: "Subventions.xlsx", PieceID: v.PieceID}, book)
		if err != nil || fresh || again.ID != v.ID {
			t.Errorf("again: version %d, fresh %v, %v", again.Number, fresh, err)
		}
		if _, _, err := h.tryDeposit(lea, opendata.Request{Sheet: "Budget", FileName: "b.xlsx"}, book+"x,1\n"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a sheet that is not there: %v", err)
		}
		h.clock.Advance(48 * 60 * 60 * 1e9)
		if err := h.service.SweepStrays(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := h.service.SweepUploads(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, d := range []string{v.Digest, digest} {
			if _, err := h.blobs.Stat(t.Context(), v.MemberID, d); err != nil {
				t.Errorf("a file went with the sweep: %v", err)
			}
		}

		if err := h.service.Erase(t.Context(), h.as(access.Approver, "Paul"), v.PieceID); err != nil {
			t.Fatal(err)
		}
		for _, d := range []string{v.Digest, digest} {
			if _, err := h.blobs.Stat(t.Context(), v.MemberID, d); !fault.Is(err, fault.NotFound) {
				t.Errorf("a file outlives its dataset: %v", err)
			}
		}
		h.read(access.System("test"), func(tx access.Tx) error {
			n, err := database.Value[int](t.Context(), tx, "test", `select count(*) from origin`)
			if n != 0 {
				t.Errorf("%d origins are left", n)
			}
			return err
		})
	})
}
