package client

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Breach is one of a member's register.
type Breach struct {
	ID       string     `json:"id"`
	Number   string     `json:"number"`
	Title    string     `json:"title"`
	State    string     `json:"state"`
	Aware    time.Time  `json:"aware_at"`
	Due      time.Time  `json:"due_at"`
	Notify   string     `json:"notify"`
	Notified *time.Time `json:"notified_at"`
	Late     bool       `json:"late"`
}

// BreachStep is something that happened to a breach.
type BreachStep struct {
	Kind  string    `json:"kind"`
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Words string    `json:"words"`
}

// BreachCourse is a breach with what was decided and what happened.
type BreachCourse struct {
	Breach
	Revision  int64        `json:"revision"`
	Reference string       `json:"notified_reference"`
	NotifyWhy string       `json:"notify_why"`
	Tell      string       `json:"tell"`
	TellWhy   string       `json:"tell_why"`
	Steps     []BreachStep `json:"steps"`
}

// BreachDecision is whether the CNIL is notified and the people told ("yes",
// "no"), and why.
type BreachDecision struct {
	Revision  int64  `json:"revision"`
	Notify    string `json:"notify"`
	NotifyWhy string `json:"notify_why"`
	Tell      string `json:"tell"`
	TellWhy   string `json:"tell_why"`
}

// Breaches lists those of a view ("" for all), the open ones first.
func (g Register) Breaches(ctx context.Context, view string) ([]Breach, error) {
	var out struct {
		Items []Breach `json:"items"`
	}
	q := url.Values{"limit": {"500"}}
	if view != "" {
		q.Set("view", view)
	}
	err := g.ask(ctx, http.MethodGet, "/breaches?"+q.Encode(), nil, &out)
	return out.Items, err
}

func breachPath(id string) string { return "/breaches/" + url.PathEscape(id) }

// Breach returns one.
func (g Register) Breach(ctx context.Context, id string) (out BreachCourse, err error) {
	return out, g.ask(ctx, http.MethodGet, breachPath(id), nil, &out)
}

// DecideBreach enters a decision on a breach as it is now.
func (g Register) DecideBreach(ctx context.Context, id string, d BreachDecision) (out BreachCourse, err error) {
	now, err := g.Breach(ctx, id)
	if err != nil {
		return out, err
	}
	d.Revision = now.Revision
	return out, g.ask(ctx, http.MethodPost, breachPath(id)+"/decision", d, &out)
}

// BreachDone records what was done about a breach as it is now, or ends it.
func (g Register) BreachDone(ctx context.Context, id, what string, when time.Time, words string) (out BreachCourse, err error) {
	now, err := g.Breach(ctx, id)
	if err != nil {
		return out, err
	}
	body := map[string]any{"revision": now.Revision, "what": what, "words": words}
	if !when.IsZero() {
		body["when"] = when
	}
	return out, g.ask(ctx, http.MethodPost, breachPath(id)+"/done", body, &out)
}
