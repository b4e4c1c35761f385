package picture

import (
	_ "embed"
	"sync"

	"go.yaml.in/yaml/v3"

	"airial/internal/platform/i18n"
)

//go:embed data/prepared.yaml
var preparedYAML []byte

type preparedFile struct {
	Date    string
	Source  string
	Schemas map[string][]preparedSpec
}

type preparedSpec struct {
	Spec  `yaml:",inline"`
	Title struct{ Fr, En string } `yaml:"title"`
}

var readPrepared = sync.OnceValue(func() map[string][]Spec {
	var file preparedFile
	if err := yaml.Unmarshal(preparedYAML, &file); err != nil {
		panic("picture: data/prepared.yaml: " + err.Error()) // part of the program
	}
	out := map[string][]Spec{}
	for schema, list := range file.Schemas {
		for _, p := range list {
			p.Spec.Title = i18n.Text{Fr: p.Title.Fr, En: p.Title.En}
			out[schema] = append(out[schema], p.Spec)
		}
	}
	return out
})

// prepared are the pictures of a schema.
func prepared(schema string) []Spec { return readPrepared()[schema] }
