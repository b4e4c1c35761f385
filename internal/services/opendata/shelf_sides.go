package opendata

import (
	"context"
	"math/bits"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/theme"
)

// noTheme is the bit of datasets that stand under no theme.
var noTheme = uint16(1) << len(theme.All)

// Formats are those in which rows can be had, the last where they say where
// something is.
var Formats = []string{"csv", "json", "xlsx", "parquet", "geojson"}

const mapped = "geojson"

// pack writes by what a dataset can be narrowed in one short text: the edition of
// the themes, the licence, the themes, and that its rows can be put on a map.
func (s *Service) pack(d Dataset, e Edition) string {
	last := ""
	if s.hasPlaces(e) {
		last = mapped
	}
	return packed(d, last)
}

func packed(d Dataset, last string) string {
	var themes []string
	for _, t := range theme.Of(d.Schema.Name, d.Keywords...) {
		themes = append(themes, string(t))
	}
	return strings.Join([]string{theme.Edition(), d.Licence, strings.Join(themes, ","), last}, "|")
}

// unpack is the other way; ok is false for what was packed under another edition.
func (k *known) unpack(packed string, to *kind) (ok bool) {
	parts := strings.Split(packed, "|")
	if len(parts) != 4 || parts[0] != theme.Edition() {
		return false
	}
	to.licence, to.themes, to.formats = int16(k.licences.of(parts[1])), 0, 1<<(len(Formats)-1)-1
	if parts[3] == mapped {
		to.formats |= 1 << (len(Formats) - 1)
	}
	for code := range strings.SplitSeq(parts[2], ",") {
		for i, t := range theme.All {
			if string(t) == code {
				to.themes |= 1 << i
			}
		}
	}
	if to.themes == 0 {
		to.themes = noTheme
	}
	return true
}

// read reads rows of the list.
func (s *shelf) read(ctx context.Context, tx access.Tx, where string, args []any) (rows []listed, err error) {
	var stale []int
	err = database.Each(ctx, tx, "shelf", func(r database.Row) error {
		var l listed
		var member, schema, packed string
		err := r.Scan(&l.id, &l.words, &member, &schema, &l.modified, &l.rows, &packed)
		k := kind{schema: s.known.schemas.of(schema), year: yearOf(l.modified)}
		if !s.known.unpack(packed, &k) {
			stale = append(stale, len(rows))
		}
		l.member, l.kind = s.known.members.of(member), s.known.kinds.of(k)
		rows = append(rows, l)
		return err
	}, `select id, words_id, member_id, schema_name, modified_at, row_count, facets from dataset_listed `+where, args...)
	if err == nil {
		err = s.refresh(ctx, tx, rows, stale)
	}
	return rows, err
}

// refresh reads from the datasets what the list does not say of some rows, or
// says under another edition of the themes: all but what takes a look at the
// rows, for which they wait for Repack.
func (s *shelf) refresh(ctx context.Context, tx access.Tx, rows []listed, stale []int) error {
	at := make(map[int64]int, len(stale))
	repack := func(place int, packed string) {
		k := s.known.kinds.all()[rows[place].kind]
		s.known.unpack(packed, &k)
		rows[place].kind = s.known.kinds.of(k)
	}
	for batch := range slices.Chunk(stale, 500) {
		args := make([]any, len(batch))
		for i, place := range batch {
			args[i], at[rows[place].id] = rows[place].id, place
			repack(place, packed(Dataset{}, ""))
		}
		err := database.Each(ctx, tx, "facets", func(r database.Row) error {
			var id int64
			var d Dataset
			var keywords string
			err := r.Scan(&id, &d.Licence, &keywords, &d.Schema.Name)
			d.Keywords = strings.Split(keywords, "\n")
			repack(at[id], packed(d, ""))
			return err
		}, `select l.id, d.licence, d.keywords, d.schema_name from dataset_listed l cross join dataset d
			where d.piece_id = l.piece_id and l.id in (`+database.In(len(args), 1)+`)`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// yearOf is the year of an instant, in France.
func yearOf(micros int64) int16 {
	t := clock.FromMicros(micros).UTC()
	if t.Month() == time.December && t.Day() == 31 { // an hour of it is of the next one there
		t = i18n.Local(t)
	}
	return int16(t.Year())
}

// themeBit is the place of a theme's bit; nothing for a code that is unknown.
func themeBit(code string) int32 {
	if code == "none" {
		return int32(bits.TrailingZeros16(noTheme))
	}
	for i, t := range theme.All {
		if string(t) == code {
			return int32(i)
		}
	}
	return nothing
}

// themeAt is the code of a bit.
func themeAt(bit int) string {
	if bit == len(theme.All) {
		return "none"
	}
	return string(theme.All[bit])
}

// formatAt is the name of a bit.
func formatAt(bit int) string { return Formats[bit] }

// formatBit is the place of a format's bit; nothing for one that is unknown.
func formatBit(name string) int32 {
	if i := slices.Index(Formats, name); i >= 0 {
		return int32(i)
	}
	return nothing
}

// repacks is how many rows of the list are packed anew at a time.
const repacks = 200

// JobFacets is the job that packs anew by what the list is narrowed.
const JobFacets = "opendata.facets"

// Repack packs anew what was listed under another edition of the themes, or by a
// program that did not know of it.
func (s *Service) Repack(ctx context.Context) error {
	for {
		done := 0
		err := s.doors.Write(ctx, access.System("facets"), func(tx access.Tx) error {
			ids, err := database.All(ctx, tx, "opendata.Repack", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
				`select piece_id from dataset_listed where facets not like $1 order by id limit $2`, theme.Edition()+"|%", repacks)
			done = len(ids)
			for _, id := range ids {
				if err == nil {
					err = s.repackOne(ctx, tx, id)
				}
			}
			return err
		})
		if err != nil || done < repacks {
			return fault.Wrap("opendata.Repack", err)
		}
	}
}

func (s *Service) repackOne(ctx context.Context, tx access.Tx, id string) error {
	d, e, err := EditionOf(ctx, tx, id, 0)
	if err != nil {
		return err
	}
	number, err := database.Value[int64](ctx, tx, "opendata.Repack",
		`update dataset_listed set facets = $2 where piece_id = $1 returning words_id`, id, s.pack(d, e))
	if err != nil {
		return err
	}
	return turn(ctx, tx, number)
}
