package inbound

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/standards/portals"
)

// sourceJSON is a source as machines read it.
type sourceJSON struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	URL    string     `json:"url"`
	Kind   string     `json:"kind" enum:"dcat,opendatasoft,ckan,udata,csw"`
	Pace   string     `json:"pace" enum:"daily,weekly,monthly,by-hand"`
	Paused bool       `json:"paused"`
	Next   *time.Time `json:"next,omitempty" doc:"When it is read again"`
}

func (x Source) json() sourceJSON {
	out := sourceJSON{ID: x.ID, Name: x.Name, URL: x.URL, Kind: string(x.Kind), Pace: string(x.Pace), Paused: x.Paused}
	if !x.Next.IsZero() {
		out.Next = &x.Next
	}
	return out
}

type runJSON struct {
	ID       string     `json:"id"`
	State    string     `json:"state" enum:"running,done,partial,failed"`
	Begun    time.Time  `json:"begun"`
	Ended    *time.Time `json:"ended,omitempty"`
	Pages    int        `json:"pages"`
	Size     int64      `json:"size" doc:"Bytes of the answers"`
	Added    int        `json:"added"`
	Changed  int        `json:"changed"`
	Same     int        `json:"unchanged"`
	Back     int        `json:"back"`
	Vanished int        `json:"vanished"`
	Refused  int        `json:"refused"`
	Trouble  string     `json:"trouble,omitempty" doc:"Why the end was not reached"`
	Report   []lineJSON `json:"report,omitempty" doc:"What became of each dataset that is worth a word, 200 of each outcome at most"`
}

type lineJSON struct {
	Outcome    string   `json:"outcome" enum:"added,changed,same,back,vanished,refused"`
	Identifier string   `json:"identifier" doc:"As the source knows it"`
	Title      string   `json:"title,omitempty"`
	Words      []string `json:"words,omitempty" doc:"Why it was refused, what was left out"`
}

func linesJSON(ctx context.Context, list []Line) (out []lineJSON) {
	for _, l := range list {
		out = append(out, lineJSON{l.What, l.Identifier, l.Title, whyOf(ctx, l)})
	}
	return out
}

func (r Run) json(ctx context.Context, report bool) runJSON {
	out := runJSON{ID: r.ID, State: string(r.State), Begun: r.Begun, Pages: r.Pages, Size: r.Size, Added: r.Added, Changed: r.Changed, Same: r.Same,
		Back: r.Back, Vanished: r.Vanished, Refused: r.Refused, Trouble: i18n.Read(ctx, r.Trouble)}
	if !r.Ended.IsZero() {
		out.Ended = &r.Ended
	}
	if report {
		out.Report = linesJSON(ctx, r.Report)
	}
	return out
}

type (
	one[T any] struct{ Body T }
	ofSource   struct {
		ID string `path:"id" maxLength:"64"`
	}
	ofMember struct {
		Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	}
	newSource struct {
		Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
		Body  struct {
			URL  string `json:"url" maxLength:"1000" doc:"Of the portal, of its catalogue or of its interface"`
			Name string `json:"name,omitempty" maxLength:"100" doc:"Shown to the public; that of the host when absent"`
			Kind string `json:"kind,omitempty" enum:"dcat,opendatasoft,ckan,udata,csw" doc:"Found out when absent"`
			Pace string `json:"pace,omitempty" enum:"daily,weekly,monthly,by-hand" default:"weekly"`
		}
	}
	previewJSON struct {
		URL   string     `json:"url" doc:"That would be read"`
		Kind  string     `json:"kind"`
		Total int        `json:"total,omitempty" doc:"Datasets that the source says to have"`
		More  bool       `json:"more" doc:"There is more than is listed"`
		First []lineJSON `json:"first" doc:"What would become of the first 20"`
	}
	harvestedQuery struct {
		Text    string `query:"q" maxLength:"400" doc:"Words"`
		Siren   string `query:"siren" maxLength:"9" doc:"Of one member"`
		Source  string `query:"source" maxLength:"64" doc:"From one source"`
		Theme   string `query:"theme" maxLength:"200" doc:"A code of the EU’s table data-theme; “none” for those without"`
		Format  string `query:"format" maxLength:"200" doc:"Of a file: csv, geojson…"`
		Licence string `query:"licence" maxLength:"200" doc:"lov2, odbl, or other"`
		Year    int    `query:"year" minimum:"0" maximum:"9999" doc:"Of the last change"`
		Sort    string `query:"sort" enum:"recent,title" default:"recent"`
		Limit   int    `query:"limit" minimum:"0" maximum:"100" default:"20"`
		Offset  int    `query:"offset" minimum:"0" maximum:"1000000"`
	}
	harvestedList struct {
		Total   int             `json:"total"`
		Results []harvestedJSON `json:"results"`
	}
	harvestedJSON struct {
		ID          string             `json:"id"`
		Identifier  string             `json:"identifier" doc:"As the source knows it"`
		Title       string             `json:"title"`
		Description string             `json:"description,omitempty"`
		Keywords    []string           `json:"keywords,omitempty"`
		Publisher   string             `json:"publisher,omitempty"`
		Licence     string             `json:"licence,omitempty"`
		Landing     string             `json:"landing_page,omitempty"`
		Modified    *time.Time         `json:"modified,omitempty"`
		Source      string             `json:"source" doc:"Name of the source"`
		Host        string             `json:"host" doc:"Host of the source"`
		Vanished    *time.Time         `json:"vanished,omitempty" doc:"Since when the source lists it no longer"`
		Resources   []portals.Resource `json:"resources"`
	}
)

func (f Found) json() harvestedJSON {
	out := harvestedJSON{ID: f.ID, Identifier: f.Identifier, Title: f.Title, Description: f.Description, Keywords: f.Keywords, Publisher: f.Publisher,
		Licence: f.Licence, Landing: f.Landing, Source: f.Source, Host: f.Host, Resources: append([]portals.Resource{}, f.Resources...)}
	if !f.Modified.IsZero() {
		out.Modified = &f.Modified
	}
	if !f.Vanished.IsZero() {
		out.Vanished = &f.Vanished
	}
	return out
}

// API adds the operations on sources, and the public list of what they brought.
func (s *Service) API(api *web.Interface) {
	guard := access.Bearer(s.Doors)
	op := func(method, path, summary string, status int) huma.Operation {
		return huma.Operation{Method: method, Path: path, Summary: summary, Tags: []string{"Harvesting"}, DefaultStatus: status}
	}
	const member, source = "/api/v1/members/{siren}/sources", "/api/v1/sources/{id}"
	web.Operation(api, guard, op(http.MethodGet, member, "The catalogues that a member harvests", 200), s.apiList)
	web.Operation(api, guard, op(http.MethodPost, member, "Harvest a catalogue", 201), s.apiAdd)
	web.Operation(api, guard, op(http.MethodPost, member+"/preview", "See what a catalogue would bring; nothing is written", 200), s.apiPreview)
	web.Operation(api, guard, op(http.MethodDelete, source, "Remove a source with what it brought", 204), func(ctx context.Context, in *ofSource) (*struct{}, error) {
		return nil, s.change(ctx, in.ID, func(tx access.Tx) error { _, err := s.Remove(ctx, tx, in.ID); return err })
	})
	web.Operation(api, guard, op(http.MethodPost, source+"/run", "Read a source now", 202), func(ctx context.Context, in *ofSource) (*one[sourceJSON], error) {
		out := &one[sourceJSON]{}
		return out, s.change(ctx, in.ID, func(tx access.Tx) error { x, err := s.Ask(ctx, tx, in.ID); out.Body = x.json(); return err })
	})
	web.Operation(api, guard, op(http.MethodGet, source+"/runs", "The latest 20 runs, the latest with its report", 200), s.apiRuns)
	web.Operation(api, web.Everyone, op(http.MethodGet, "/api/v1/harvested", "Datasets of other portals, as harvested", 200), s.apiFind)
}

func (s *Service) change(ctx context.Context, id string, fn func(access.Tx) error) error {
	if !ident.Valid(id) {
		return fault.Missing("inbound.api")
	}
	return s.Doors.Write(ctx, access.From(ctx), fn)
}

func (s *Service) apiList(ctx context.Context, in *ofMember) (*one[[]sourceJSON], error) {
	out := &one[[]sourceJSON]{Body: []sourceJSON{}}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		list, err := Sources(ctx, tx, m.ID)
		for _, x := range list {
			out.Body = append(out.Body, x.json())
		}
		return err
	})
	return out, err
}

// target is the member for whom a source is meant, whom the caller may serve.
func (s *Service) target(ctx context.Context, siren string) (m organisation.Member, err error) {
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		if m, err = organisation.BySiren(ctx, tx, siren); err != nil {
			return err
		}
		return tx.May(ctx, access.Publish, m.ID)
	})
	return m, err
}

func (in *newSource) draft() Draft {
	return Draft{URL: in.Body.URL, Name: in.Body.Name, Kind: portals.Kind(in.Body.Kind), Pace: Pace(in.Body.Pace)}
}

func (s *Service) apiAdd(ctx context.Context, in *newSource) (*one[sourceJSON], error) {
	m, err := s.target(ctx, in.Siren)
	if err != nil {
		return nil, err
	}
	asked, stop := context.WithTimeout(ctx, previewTime)
	defer stop()
	d, err := s.Detect(asked, in.draft())
	if err != nil {
		return nil, err
	}
	out := &one[sourceJSON]{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		x, err := s.Add(ctx, tx, m.ID, d)
		out.Body = x.json()
		return err
	})
}

func (s *Service) apiPreview(ctx context.Context, in *newSource) (*one[previewJSON], error) {
	m, err := s.target(ctx, in.Siren)
	if err != nil {
		return nil, err
	}
	asked, stop := context.WithTimeout(ctx, previewTime)
	defer stop()
	p, err := s.Preview(asked, access.From(ctx), m.ID, in.draft())
	if err != nil {
		return nil, err
	}
	return &one[previewJSON]{Body: previewJSON{p.URL, string(p.Kind), p.Total, p.More, append([]lineJSON{}, linesJSON(ctx, p.Lines)...)}}, nil
}

func (s *Service) apiRuns(ctx context.Context, in *ofSource) (*one[[]runJSON], error) {
	if !ident.Valid(in.ID) {
		return nil, fault.Missing("inbound.api")
	}
	out := &one[[]runJSON]{Body: []runJSON{}}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		list, err := Runs(ctx, tx, in.ID, 20)
		for i, r := range list {
			out.Body = append(out.Body, r.json(ctx, i == 0))
		}
		return err
	})
	return out, err
}

func (s *Service) apiFind(ctx context.Context, in *harvestedQuery) (*one[harvestedList], error) {
	out := &one[harvestedList]{Body: harvestedList{Results: []harvestedJSON{}}}
	err := s.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		q := Query{Text: in.Text, SourceID: in.Source, Limit: in.Limit, Offset: in.Offset, ByTitle: in.Sort == "title",
			Narrow: Narrow{Theme: in.Theme, Format: in.Format, Licence: in.Licence, Year: in.Year}}
		if in.Siren != "" {
			m, err := organisation.BySiren(ctx, tx, in.Siren)
			if err != nil {
				return err
			}
			q.MemberID = m.ID
		}
		list, total, err := Find(ctx, tx, q)
		out.Body.Total = total
		for _, f := range list {
			out.Body.Results = append(out.Body.Results, f.json())
		}
		return err
	})
	return out, err
}
