package demo

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/services/opendata"
	"airial/internal/services/portal/voice"
)

// voices are what the public has written about some datasets, each about the
// first one whose title holds a word.
var voices = []struct {
	word   string
	day    time.Time
	thread voice.Thread
}{
	{"Subventions", time.Date(2026, time.October, 12, 9, 0, 0, 0, time.UTC), voice.Thread{Kind: voice.Reuse, Title: "Carte des associations aidées", Body: "Une carte des subventions par quartier, faite pour la fête des associations.",
		Link: "https://cartes.exemple.fr/associations", Reuse: "visualisation", Name: "Club de cartographie", Answer: "Merci, la carte est très claire.", State: voice.Answered, Public: true}},
	{"Prénoms", time.Date(2026, time.October, 20, 17, 30, 0, 0, time.UTC), voice.Thread{Kind: voice.Question, Title: "Pourquoi certains prénoms manquent-ils ?", Body: "Le prénom de ma fille, née en mars, n’est pas dans la liste.",
		Answer: "La loi nous demande de ne pas publier un prénom donné moins de trois fois dans l’année.", State: voice.Answered, Public: true}},
	{"Budget", time.Date(2026, time.November, 2, 8, 15, 0, 0, time.UTC), voice.Thread{Kind: voice.Problem, Title: "Deux lignes identiques au chapitre 011", Body: "Les lignes 14 et 15 semblent être la même dépense, comptée deux fois.", State: voice.Waiting}},
	{"Subventions", time.Date(2026, time.November, 18, 19, 40, 0, 0, time.UTC), voice.Thread{Kind: voice.Question, Title: "Les montants de 2024", Body: "Publierez-vous aussi les subventions versées en 2024 ?", State: voice.Waiting}},
}

// hearVoices fills in what the public has written.
func (f *filling) hearVoices(ctx context.Context) error {
	for _, v := range voices {
		f.clock.Set(v.day)
		err := f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
			list, err := opendata.Entries(ctx, tx, "", 500, 0)
			if err != nil {
				return err
			}
			for _, e := range list {
				if !strings.HasPrefix(e.Title, v.word) || e.Issued.After(v.day) {
					continue
				}
				t := v.thread
				t.MemberID, t.DatasetID, t.Created, t.Proven = e.MemberID, e.ID, v.day, v.day
				if t.State == voice.Answered {
					t.Closed = v.day.Add(30 * hour)
				}
				return voice.Bring(ctx, tx, t)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
