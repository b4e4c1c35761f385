package app

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/advice"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/letterbox"
	"airial/internal/services/register/post"
	"airial/internal/services/register/request"
)

// requests is the room of people's requests about their rights.
func (a *App) requests() *request.Service {
	return request.New(request.Parts{Doors: a.Doors, Files: registerFiles{a}, Activities: requestActivities{}, Post: a.post(), Clock: a.Clock,
		Key: a.Keys.Derive("rights-form"),
		Frame: func(ctx context.Context, page ui.Page, m organisation.Member, body templ.Component) templ.Component {
			return a.site().DressMember(ctx, page, m, body)
		}})
}

func (a *App) post() post.Post {
	return post.Post{Letters: a.Mail, PublicURL: a.publicURL, Thread: (&letterbox.Service{Parts: letterbox.Parts{Answers: a.Config.Letters.LettersTo}}).Thread}
}

// breaches is the room of personal-data breaches.
func (a *App) breaches() *breach.Service {
	return breach.New(breach.Parts{Doors: a.Doors, Files: registerFiles{a}, Post: a.post()})
}

// Breaches is the room of personal-data breaches, for the demonstration.
func (a *App) Breaches() *breach.Service { return a.breaches() }

// registerPages adds the pages of the data-protection register about people.
func (a *App) registerPages(desk *console.Console) {
	requests := a.requests()
	requests.Pages(desk).Register(a.Routes)
	requests.API(a.Interface)
	breaches := a.breaches()
	breaches.Pages(desk).Register(a.Routes)
	breaches.API(a.Interface)
	letters := a.letterbox(desk)
	letters.Register(a.Routes)
	advices := advice.New(advice.Parts{Doors: a.Doors, Desk: desk, Files: registerFiles{a}, Post: a.post(), Days: a.Config.Advice.OpinionDays, AddressOf: letters.AddressOf})
	advices.Register(a.Routes)
	advices.API(a.Interface)
	a.takingPages(desk)
	a.importPages(desk)
}

// handleRegister runs the clocks of the register.
func (a *App) handleRegister(runner *jobs.Runner) {
	a.requests().Handle(runner)
	a.breaches().Handle(runner)
	a.processors().Handle(runner)
	a.actionPlan(nil).Handle(runner)
	a.handleTakings(runner)
	a.cockpit(nil).Handle(runner)
	a.named(nil).Handle(runner)
	a.letterbox(nil).Handle(runner)
}

// registerFiles keeps the files of the register in the store of open data,
// which looks after what no record names.
type registerFiles struct{ *App }

func (f registerFiles) Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error) {
	return f.Blobs.Put(ctx, member, body)
}

func (f registerFiles) Claim(ctx context.Context, tx access.Tx, member, digest string) error {
	return f.OpenData.Claim(ctx, tx, member, []string{digest})
}

func (f registerFiles) Open(ctx context.Context, member, digest string) (blob.Blob, error) {
	return f.Blobs.Open(ctx, member, digest)
}

func (f registerFiles) Destroy(ctx context.Context, member string, digests []string) error {
	return f.OpenData.Free(ctx, member, digests)
}

// requestActivities is the register of activities, as far as requests need it.
type requestActivities struct{}

func (requestActivities) Of(ctx context.Context, tx access.Tx, member string) ([]request.Activity, error) {
	list, err := activity.Sources(ctx, tx, member)
	out := make([]request.Activity, len(list))
	for n, s := range list {
		out[n] = request.Activity{ID: s.ID, Name: i18n.Read(ctx, s.Name)}
		for _, b := range s.Bases {
			if name, ok := requestBases[b]; ok {
				out[n].Bases = append(out[n].Bases, name)
			}
		}
	}
	return out, err
}

// requestBases are the legal bases (GDPR, art. 6.1) as requests name them.
var requestBases = map[string]string{"6.1.a": "consent", "6.1.b": "contract", "6.1.c": "legal-obligation",
	"6.1.d": "vital-interests", "6.1.e": "public-task", "6.1.f": "legitimate-interests"}
