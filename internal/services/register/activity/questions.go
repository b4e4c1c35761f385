package activity

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// A Question is asked for a first register: a yes chooses models.
type Question struct {
	ID     string
	Ask    i18n.Text
	Models []string // codes
}

type questionsFile struct {
	Always    map[string][]string
	Questions []struct {
		ID, Ask string
		Models  []string
	}
}

var questionnaire = func() (f questionsFile) {
	b, err := data.ReadFile("data/questions.yaml")
	if err == nil {
		err = yaml.Unmarshal(b, &f)
	}
	if err != nil {
		panic(err) // embedded, and read by a test
	}
	return f
}()

// Questions are those that concern a kind of member: at least one model that
// they choose is meant for it.
func Questions(library []model.Model, kind string) []Question {
	var out []Question
	for _, q := range questionnaire.Questions {
		if len(chosen(library, kind, q.Models)) > 0 {
			out = append(out, Question{ID: q.ID, Ask: say(q.Ask), Models: q.Models})
		}
	}
	return out
}

// Chosen are the models that answers choose, with those that every member of
// the kind has.
func Chosen(library []model.Model, kind string, yes []string) []model.Model {
	codes, ok := questionnaire.Always[kind]
	if !ok {
		codes = questionnaire.Always[""]
	}
	codes = slices.Clone(codes)
	for _, q := range questionnaire.Questions {
		if slices.Contains(yes, q.ID) {
			codes = append(codes, q.Models...)
		}
	}
	return chosen(library, kind, codes)
}

func chosen(library []model.Model, kind string, codes []string) []model.Model {
	var out []model.Model
	for _, m := range library {
		if slices.Contains(codes, m.Code) && m.For(kind) && m.Retired.IsZero() && m.Issued > 0 {
			out = append(out, m)
		}
	}
	return out
}
