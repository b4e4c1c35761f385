package gather

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(api *web.Interface) {
	reader := access.BearerOrPublic(s.p.Doors)
	eitherWay := []map[string][]string{{}, {"token": {}}}
	tags := []string{"consolidated datasets"}
	web.Operation(api, reader, huma.Operation{Method: http.MethodGet, Path: "/api/v1/consolidations", Tags: tags, Security: eitherWay,
		Summary: "The consolidated datasets of the territory",
		Description: "For every schema under which members publish: the one dataset with all their rows, kept up to date. Its rows and files are those of " +
			"any dataset (GET /api/v1/datasets/{id}). kept lists the past states that stay at their addresses."}, s.listed)
	web.Operation(api, reader, huma.Operation{Method: http.MethodGet, Path: "/api/v1/consolidations/sources", Tags: tags, Security: eitherWay,
		Summary: "What a consolidated dataset is made of", Description: "Each dataset that is in it, with its version, and what of it had to be left out."}, s.madeOf)
	web.Operation(api, reader, huma.Operation{Method: http.MethodGet, Path: "/api/v1/coverage", Tags: tags, Security: eitherWay,
		Summary:     "Who has published under a schema",
		Description: "How each member that is served stands for a year: published, nothing (état néant), not-owed, silent. Inhabitants are those of the communes."}, s.covered)
}

type consolidation struct {
	Schema   string      `json:"schema"`
	Title    string      `json:"title"`
	Dataset  string      `json:"dataset" doc:"Its identifier"`
	Address  string      `json:"address" format:"uri" doc:"Its lasting address"`
	Version  int         `json:"version" doc:"Number of the state that is shown"`
	Datasets int         `json:"datasets" doc:"That are in it"`
	Members  int         `json:"members" doc:"Whose they are"`
	Rows     int64       `json:"row_count"`
	LeftOut  int64       `json:"left_out" doc:"Cells that do not fit the type of their column"`
	Updated  time.Time   `json:"updated"`
	CSV      string      `json:"csv_sha256"`
	Parquet  string      `json:"parquet_sha256"`
	Kept     []keptState `json:"kept"`
}

type keptState struct {
	Version   int        `json:"version"`
	At        time.Time  `json:"at"`
	CSV       string     `json:"csv" format:"uri"`
	SHA256    string     `json:"csv_sha256"`
	Parquet   string     `json:"parquet" format:"uri"`
	Digest    string     `json:"parquet_sha256"`
	Taken     int        `json:"taken" doc:"Datasets that were taken back since, and are not in it any more"`
	Rewritten *time.Time `json:"rewritten" doc:"When its files were last written anew; null for never"`
}

type schemaInput struct {
	Schema string `query:"schema" maxLength:"200" doc:"Of this schema alone, as the catalogue of schema.data.gouv.fr names it"`
}

type listedOutput struct{ Body []consolidation }

func (s *Service) listed(ctx context.Context, in *schemaInput) (*listedOutput, error) {
	out := &listedOutput{Body: []consolidation{}}
	err := s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		list, err := List(ctx, tx)
		if err != nil {
			return err
		}
		for _, g := range list {
			if in.Schema != "" && g.Schema != in.Schema || g.Stopped {
				continue
			}
			c := consolidation{Schema: g.Schema, Title: s.title(ctx, g.Schema), Dataset: g.Dataset, Address: web.URL(ctx, "/datasets/"+g.Dataset), Version: g.Number,
				Datasets: g.Sources, Members: g.Members, Rows: g.Rows, LeftOut: g.LeftCells, Updated: g.Updated, CSV: g.CSV, Parquet: g.Parquet, Kept: []keptState{}}
			kept, err := KeptOf(ctx, tx, g.Schema)
			if err != nil {
				return err
			}
			for _, k := range kept {
				c.Kept = append(c.Kept, keptJSON(ctx, k))
			}
			out.Body = append(out.Body, c)
		}
		return nil
	})
	return out, err
}

func keptJSON(ctx context.Context, k Kept) keptState {
	at := "/datasets/" + k.Dataset + "/versions/" + strconv.Itoa(k.Number)
	out := keptState{Version: k.Number, At: k.At, CSV: web.URL(ctx, at+"/data.csv"), SHA256: k.CSV, Parquet: web.URL(ctx, at+"/data.parquet"),
		Digest: k.Parquet, Taken: k.Taken}
	if !k.Rewritten.IsZero() {
		out.Rewritten = &k.Rewritten
	}
	return out
}

type gatheredSource struct {
	Dataset string    `json:"dataset"`
	Address string    `json:"address" format:"uri"`
	Title   string    `json:"title"`
	Siren   string    `json:"siren"`
	Name    string    `json:"name"`
	Version int       `json:"version"`
	Issued  time.Time `json:"issued"`
	Rows    int64     `json:"row_count"`
	Left    LeftOut   `json:"left_out"`
}

type namedInput struct {
	Schema string `query:"schema" required:"true" maxLength:"200" doc:"As the catalogue of schema.data.gouv.fr names it"`
}

type madeOfOutput struct{ Body []gatheredSource }

func (s *Service) madeOf(ctx context.Context, in *namedInput) (*madeOfOutput, error) {
	out := &madeOfOutput{Body: []gatheredSource{}}
	err := s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		g, err := Get(ctx, tx, in.Schema)
		if err != nil {
			return err
		}
		if g.Dataset == "" || g.Stopped {
			return fault.Missing("gather.madeOf")
		}
		list, err := Sources(ctx, tx, in.Schema)
		for _, t := range list {
			out.Body = append(out.Body, gatheredSource{Dataset: t.Dataset, Address: web.URL(ctx, "/datasets/"+t.Dataset), Title: t.Title, Siren: t.Siren,
				Name: t.Name, Version: t.Number, Issued: t.Issued, Rows: t.Rows, Left: t.Left})
		}
		return err
	})
	return out, err
}

type coverageInput struct {
	Schema string `query:"schema" required:"true" maxLength:"200" doc:"As the catalogue of schema.data.gouv.fr names it"`
	Year   int    `query:"year" minimum:"2016" maximum:"9999" doc:"This year when absent"`
}

type coverageOutput struct {
	Body struct {
		Schema   string          `json:"schema"`
		Year     int             `json:"year"`
		Ruled    bool            `json:"ruled" doc:"It is known here who owes the publication; otherwise nobody is not-owed"`
		Sentence string          `json:"sentence"`
		Served   int             `json:"served" doc:"Members, the operator apart"`
		People   int             `json:"population" doc:"Inhabitants of the communes among them"`
		Groups   []coverageGroup `json:"groups"`
	}
}

type coverageGroup struct {
	Standing string           `json:"standing" enum:"published,nothing,not-owed,silent"`
	Count    int              `json:"count"`
	People   int              `json:"population"`
	Members  []coverageMember `json:"members"`
}

type coverageMember struct {
	Siren string `json:"siren"`
	Name  string `json:"name"`
}

func (s *Service) covered(ctx context.Context, in *coverageInput) (*coverageOutput, error) {
	model, ok := s.p.Schemas.Known(in.Schema)
	if !ok {
		return nil, fault.Missing("gather.coverage")
	}
	out := &coverageOutput{}
	err := s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		year := in.Year
		if year == 0 {
			year = tx.Clock().Now().Year()
		}
		c, err := s.Coverage(ctx, tx, model.Name, year, nil)
		if err != nil {
			return err
		}
		b := &out.Body
		b.Schema, b.Year, b.Ruled, b.Sentence, b.Served, b.People = c.Schema, c.Year, c.Ruled, c.Sentence(ctx), c.Served, c.People
		for _, standing := range Standings() {
			b.Groups = append(b.Groups, groupOf(standing, c.Groups[standing]))
		}
		return nil
	})
	return out, err
}

func groupOf(s Standing, list []organisation.Member) coverageGroup {
	g := coverageGroup{Standing: string(s), Count: len(list), People: people(list), Members: []coverageMember{}}
	for _, m := range list {
		g.Members = append(g.Members, coverageMember{m.Siren, m.Name})
	}
	return g
}
