package quality

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"airial/standards/tableschema"
)

//go:embed communes.txt
var communesText string

// communes are the codes of communes, as of a day.
type communes struct {
	date        string // of the edition, YYYY-MM-DD
	now, before map[string]bool
}

// codes reads the built-in list when it is first needed.
var codes = sync.OnceValue(func() *communes {
	c, err := readCommunes(communesText)
	if err != nil {
		panic("quality: communes.txt: " + err.Error()) // a test reads it
	}
	return c
})

// readCommunes reads a list of codes: see communes.txt.
func readCommunes(text string) (*communes, error) {
	c := &communes{now: make(map[string]bool, 40_000), before: map[string]bool{}}
	into := c.now
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || strings.HasPrefix(line, "#"):
			continue
		case fields[0] == "date" && len(fields) == 2:
			c.date = fields[1]
			continue
		case fields[0] == "now":
			continue
		case fields[0] == "before":
			into = c.before
			continue
		}
		for _, run := range fields[1:] {
			first, last, many := strings.Cut(run, "-")
			from, err := strconv.Atoi(first)
			to := from
			if err == nil && many {
				to, err = strconv.Atoi(last)
			}
			if err != nil {
				return nil, err
			}
			for n := from; n <= to; n++ {
				into[fields[0]+three(n)] = true
			}
		}
	}
	return c, nil
}

func three(n int) string {
	s := strconv.Itoa(n)
	return "000"[:3-len(s)] + s
}

// communeColumns are the names of columns, folded, that hold the code of a
// commune.
var communeColumns = map[string]bool{"coll_insee": true, "code_insee": true, "codeinsee": true, "insee": true, "insee_com": true, "com_insee": true,
	"code_insee_commune": true, "code_commune": true, "code_commune_insee": true, "commune_insee": true, "codecommune": true, "com_code": true,
	"inseecom": true, "insee_commune": true, "site_insee": true, "equip_insee": true, "com_cog": true, "comm_insee": true, "site_comm_insee": true, "fr_insee_code": true, "cog": true, "codgeo": true}

// insee tells whether a text may be the code of a commune.
func insee(s string) bool {
	if len(s) != 5 {
		return false
	}
	for i := range len(s) {
		corsica := i == 1 && s[0] == '2' && (s[1] == 'A' || s[1] == 'B')
		if (s[i] < '0' || s[i] > '9') && !corsica {
			return false
		}
	}
	return true
}

// commune looks at the code of a commune. Codes beyond the list (collectivities
// of the Pacific, countries) are left alone.
func (w *Watcher) commune(at tableschema.Finding, text string) {
	list := codes()
	if !insee(text) || text[:2] > "97" || list.now[text] {
		return
	}
	at.Code = "insee-code"
	at.Args = map[string]string{"date": list.date}
	if list.before[text] {
		at.Detail, at.Level = "former", tableschema.Info
	}
	w.note(at)
}
