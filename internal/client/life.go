package client

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"airial/internal/platform/i18n"
)

// Life is where a deposit stands, as the server tells it.
type Life struct {
	ID      string `json:"id"`
	Stage   string `json:"stage"`
	Outcome string `json:"outcome"`
	Waits   *struct {
		Why string `json:"why"`
	} `json:"waits"`
	Steps   []Step          `json:"steps"`
	Report  json.RawMessage `json:"report"`
	Dataset *struct {
		Page string `json:"page"`
	} `json:"dataset"`
}

// Step is one stage of it.
type Step struct {
	Stage   string    `json:"stage"`
	Outcome string    `json:"outcome"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Reason  string    `json:"reason"`
}

// Well tells whether the deposit is published, or waits for a person.
func (l Life) Well() bool { return l.Outcome == "done" || l.Outcome == "waiting" }

var stages = map[string]i18n.Text{
	"received":  i18n.T("reçu", "received"),
	"checked":   i18n.T("vérifié", "checked"),
	"cleared":   i18n.T("sans données personnelles", "cleared"),
	"approved":  i18n.T("approuvé", "approved"),
	"published": i18n.T("publié", "published"),
}

var marks = map[string]string{"passed": "●", "waiting": "○", "refused": "⊘", "failed": "✕"}

func (s Step) line(lang i18n.Lang) string {
	name := s.Stage
	if t, ok := stages[s.Stage]; ok {
		name = t.In(lang)
	}
	line := fmt.Sprintf("%s %-28s %s", marks[s.Outcome], name, s.At.Local().Format("15:04:05"))
	if s.Reason != "" {
		line += "  " + s.Reason
	}
	return line
}

// Print writes what came of it: where the dataset is, or what is to be done.
func (l Life) Print(w io.Writer, lang i18n.Lang) error {
	if l.Dataset != nil {
		_, err := fmt.Fprintln(w, l.Dataset.Page)
		return err
	}
	if l.Waits != nil {
		_, err := fmt.Fprintln(w, l.Waits.Why)
		return err
	}
	return l.printFindings(w)
}

// shownFindings is how many findings a terminal is given; the page has all.
const shownFindings = 20

func (l Life) printFindings(w io.Writer) error {
	var report struct {
		Findings []struct {
			Level   string `json:"level"`
			Row     *int   `json:"row"`
			Field   string `json:"field"`
			Message string `json:"message"`
		} `json:"findings"`
	}
	if len(l.Report) == 0 {
		return nil
	}
	if err := json.Unmarshal(l.Report, &report); err != nil {
		return err
	}
	shown := 0
	for _, f := range report.Findings {
		if f.Level != "error" {
			continue
		}
		if shown++; shown > shownFindings {
			_, err := fmt.Fprintln(w, "…")
			return err
		}
		place := f.Field
		if f.Row != nil {
			place = fmt.Sprintf("%d %s", *f.Row, f.Field)
		}
		if _, err := fmt.Fprintf(w, "%s : %s\n", place, f.Message); err != nil {
			return err
		}
	}
	return nil
}
