package opendata_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/blob/blobtest"
	"airial/internal/platform/fault"
	"airial/internal/platform/s3"
	"airial/internal/platform/s3/s3test"
	"airial/internal/services/opendata"
)

// inBucket opens a store in a new bucket.
func inBucket(t *testing.T, dir string) blob.Store {
	t.Helper()
	address, _ := s3test.Bucket(t)
	at, err := s3.Parse(address+"&region=us-east-1", os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	store, err := blob.OpenS3(t.Context(), blob.S3Config{Address: at, Spool: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// onBothStores runs a test on both databases, with the files in a folder and
// in a bucket.
func onBothStores(t *testing.T, test func(t *testing.T, h *house)) {
	t.Run("folder", func(t *testing.T) { each(t, test) })
	t.Run("bucket", func(t *testing.T) { eachOn(t, inBucket, test) })
}

func (h *house) places() (all []string) {
	h.t.Helper()
	err := h.blobs.WalkAll(h.t.Context(), blob.Place{}, func(p blob.Place) error { all = append(all, p.Key()); return nil })
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func (h *house) sweep() (last opendata.Sweep) {
	h.t.Helper()
	if err := h.service.SweepUnknown(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	h.read(access.System("test"), func(tx access.Tx) (err error) {
		last, err = opendata.LastSweep(h.t.Context(), tx)
		return err
	})
	return last
}

func (h *house) sweepStrays() {
	h.t.Helper()
	if err := h.service.SweepStrays(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// A file whose sender died before a record named it is found by the walk over
// the store, waits a day, and goes; what any record names stays.
func TestTheSweepFindsWhatNoRecordNames(t *testing.T) {
	onBothStores(t, func(t *testing.T, h *house) {
		opendata.SweepBy(t, 3)
		h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{Press: true}, sound)
		h.keep(h.as(access.Depositor, "Léa"))
		named := h.places()
		if len(named) < 3 {
			t.Fatalf("too little is stored to show anything: %v", named)
		}
		lost := []string{
			h.member.ID + "/" + blobtest.Put(t, h.blobs, h.member.ID, []byte("lost")).Digest,
			h.member.ID + "/" + blobtest.Put(t, h.blobs, h.member.ID, []byte("lost as well")).Digest,
			"nobody/" + blobtest.Put(t, h.blobs, "nobody", []byte("of an import that was cut short")).Digest,
		}
		claimed := "nom,montant\nUne autre,1\n"
		again := blobtest.Put(t, h.blobs, h.member.ID, []byte(claimed))

		last := h.sweep()
		// What was just published may be strays of a publication that began again.
		if last.Seen != int64(len(named)+4) || last.Noted != 4 || last.Ended.IsZero() {
			t.Errorf("the walk says %+v of %d files", last, len(named)+4)
		}
		h.sweepStrays()
		if got := h.places(); len(got) != len(named)+4 {
			t.Errorf("something was destroyed at once: %v of %d", got, len(named)+4)
		}
		// Somebody deposits the very bytes in time.
		h.clock.Advance(23 * time.Hour)
		h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{Title: "Autre"}, claimed)
		h.clock.Advance(2 * time.Hour)
		h.sweepStrays()
		got := h.places()
		for _, key := range append(named, h.member.ID+"/"+again.Digest) {
			if !slices.Contains(got, key) {
				t.Errorf("%s is gone, which a record names", key)
			}
		}
		for _, key := range lost {
			if slices.Contains(got, key) {
				t.Errorf("%s is still there", key)
			}
		}
		if last := h.sweep(); last.Noted != 0 || last.Strays != 0 {
			t.Errorf("the next walk says %+v", last)
		}
	})
}

// dying is a store whose walk ends after so many files, as that of a process
// which is killed.
type dying struct {
	blob.Store
	after int
	seen  []string
}

var errDied = errors.New("died")

func (d *dying) WalkAll(ctx context.Context, from blob.Place, fn func(blob.Place) error) error {
	return d.Store.WalkAll(ctx, from, func(p blob.Place) error {
		if d.after == 0 {
			return errDied
		}
		d.after--
		d.seen = append(d.seen, p.Key())
		return fn(p)
	})
}

func TestTheSweepGoesOnWhereItWasCutOff(t *testing.T) {
	var store *dying
	open := func(t *testing.T, dir string) blob.Store {
		folder, err := blob.OpenFolder(blob.FolderConfig{Dir: dir, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = folder.Close() })
		store = &dying{Store: folder, after: -1}
		return store
	}
	eachOn(t, open, func(t *testing.T, h *house) {
		opendata.SweepBy(t, 4)
		for i := range 10 {
			blobtest.Put(t, store, h.member.ID, []byte{byte(i)})
		}
		all := h.places()
		store.after, store.seen = 6, nil
		if err := h.service.SweepUnknown(t.Context()); !errors.Is(err, errDied) {
			t.Fatalf("the walk ends with %v", err)
		}
		store.after, store.seen = -1, nil
		last := h.sweep()
		if diff := cmp.Diff(all[4:], store.seen); diff != "" {
			t.Errorf("the second walk looks at (-want +got):\n%s", diff)
		}
		if last.Seen != 10 || last.Noted != 10 || last.Strays != 10 {
			t.Errorf("the walk says %+v", last)
		}
	})
}

// What is being destroyed is not announced, and what is announced stays until
// it is claimed.
func TestAnnouncedFiles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		content := []byte("to come")
		digest := blobtest.Digest(content)
		if err := h.service.Announce(ctx, "newcomer", []string{digest}); err != nil {
			t.Fatal(err)
		}
		blobtest.Put(t, h.blobs, "newcomer", content)
		h.clock.Advance(23 * time.Hour)
		h.sweepStrays()
		claim := func() error {
			return h.try(access.System("test"), func(tx access.Tx) error { return h.service.Claim(ctx, tx, "newcomer", []string{digest}) })
		}
		if err := claim(); err != nil {
			t.Errorf("claimed in time: %v", err)
		}
		if err := h.service.Announce(ctx, "newcomer", []string{digest}); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(25 * time.Hour)
		h.sweepStrays()
		if err := claim(); !fault.Is(err, fault.NotFound) {
			t.Errorf("claimed a day too late: %v", err)
		}
		// A file that is half destroyed: its store does not answer.
		faulty := &blobtest.Faulty{Store: h.blobs, Fail: func(call string) error {
			if strings.HasPrefix(call, "Delete") {
				return errors.New("the store is away")
			}
			return nil
		}}
		blobtest.Put(t, h.blobs, "newcomer", content)
		other := h.over(faulty)
		if err := other.Announce(ctx, "newcomer", []string{digest}); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(25 * time.Hour)
		if err := other.SweepStrays(ctx); err == nil {
			t.Fatal("a file that cannot be deleted is no error")
		}
		if err := h.service.Announce(ctx, "newcomer", []string{digest}); !fault.Is(err, fault.Conflict) {
			t.Errorf("what is being destroyed is announced: %v", err)
		}
		if err := claim(); !fault.Is(err, fault.Conflict) {
			t.Errorf("what is being destroyed is claimed: %v", err)
		}
	})
}
