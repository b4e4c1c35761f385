package plan

import (
	"context"
	_ "embed"
	"strconv"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/services/register/model"
)

//go:embed data/actions.yaml
var libraryText []byte

// usual is a model of an action that the program brings.
type usual struct {
	Code     string    `yaml:"code"`
	Kind     string    `yaml:"kind"`
	Priority int       `yaml:"priority"`
	Delay    int       `yaml:"delay"` // days
	Fr       usualText `yaml:"fr"`
	En       usualText `yaml:"en"`
}

type usualText struct {
	Name     string `yaml:"name"`
	About    string `yaml:"about"`
	Workload string `yaml:"workload"`
	Proof    string `yaml:"proof"`
}

func library() (list []usual, err error) {
	return list, yaml.Unmarshal(libraryText, &list)
}

func (u usual) record() model.Record {
	both := func(fr, en string) model.Value { return model.Value{Fr: fr, En: en} }
	return model.Record{Fields: map[string]model.Value{
		fName: both(u.Fr.Name, u.En.Name), fAbout: both(u.Fr.About, u.En.About), fWorkload: both(u.Fr.Workload, u.En.Workload),
		fProof: both(u.Fr.Proof, u.En.Proof), fKind: model.V(u.Kind), fPriority: model.V(strconv.Itoa(u.Priority)), fDelay: model.V(strconv.Itoa(u.Delay))}}
}

// Install puts the usual actions into the operator's library, those that it does
// not have yet, and tells how many.
func Install(ctx context.Context, tx access.Tx) (int, error) {
	if err := model.ForOfficer(tx, "plan.Install"); err != nil {
		return 0, err
	}
	list, err := library()
	if err != nil {
		return 0, err
	}
	n := 0
	for _, u := range list {
		_, err := model.ByCode(ctx, tx, Kind, u.Code)
		if err == nil {
			continue
		}
		if !fault.Is(err, fault.NotFound) {
			return n, err
		}
		m, err := model.Make(ctx, tx, Spec, model.Model{Code: u.Code, Domain: u.Kind}, u.record())
		if err != nil {
			return n, err
		}
		if _, err := model.Issue(ctx, tx, Spec, m.ID, ""); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
