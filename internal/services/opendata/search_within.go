package opendata

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// mostWithin is how many datasets are read one by one for their words. Beyond,
// it is the index that knows.
const mostWithin = 2000

// lookWithin returns what members have that holds the words, the titles marked,
// as look does of all. The index knows words of everybody: to ask it for
// "budget" and keep what is one's own would take longer with each member that
// publishes one.
func (l *list) lookWithin(ctx context.Context, tx access.Tx, words, members []string) ([]hit, error) {
	var own []any
	for _, m := range members {
		for r := range l.of(m) {
			own = append(own, r.words)
		}
	}
	if members == nil || len(own) > mostWithin {
		return l.look(ctx, tx, words)
	}
	var hits []hit
	for batch := range slices.Chunk(own, 500) {
		err := database.Each(ctx, tx, "within", func(r database.Row) error {
			var id int64
			var title, rest string
			if err := r.Scan(&id, &title, &rest); err != nil {
				return err
			}
			inTitle := holds(title, words)
			if row := l.row(id); row != nil && (inTitle || holds(title+" "+rest, words)) {
				hits = append(hits, hit{listed: row, inTitle: inTitle})
			}
			return nil
		}, `select id, title, words from dataset_words where id in (`+database.In(len(batch), 1)+`)`, batch...)
		if err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// holds tells whether a text of stems has all the words; of the last, the
// beginning is enough.
func holds(text string, words []string) bool {
	has := strings.Fields(text)
	for i, w := range words {
		if !slices.ContainsFunc(has, func(h string) bool { return h == w || i == len(words)-1 && strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}
