package plans

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/privacy"
	"airial/privacy/anonymise"
)

// treatments are what the page offers for a column, each with one setting at
// most.
func treatments(ctx context.Context) []ui.Option {
	say := func(value, fr, en string) ui.Option { return ui.Option{Value: value, Label: i18n.Say(ctx, fr, en)} }
	return []ui.Option{
		say("keep", "garder", "keep"),
		say("drop", "retirer la colonne", "drop the column"),
		say("redact", "caviarder le texte", "redact the text"),
		say("generalise:year", "date → année", "date → year"),
		say("generalise:month", "date → mois", "date → month"),
		say("generalise:decade", "date → décennie", "date → decade"),
		say("generalise:band", "nombre → tranche (largeur)", "number → band (width)"),
		say("generalise:commune", "adresse → commune", "address → commune"),
		say("generalise:department", "code → département", "code → département"),
		say("generalise:grid", "coordonnées → maille (décimales)", "coordinates → grid (decimals)"),
		say("mask", "masquer (caractères laissés)", "mask (characters left)"),
		say("code", "borner (minimum, maximum)", "bound (minimum, maximum)"),
		say("pseudonym", "pseudonyme à clé", "keyed pseudonym"),
	}
}

// fields fills a form with a plan. Columns go by their place.
func fields(p *anonymise.Plan) *form.Form {
	f := form.New("k", strconv.Itoa(max(1, p.Anonymity.K)), "again", "1")
	for i, s := range p.Columns {
		n := strconv.Itoa(i)
		do, setting := string(s.Do), ""
		switch s.Do {
		case anonymise.Generalise:
			do += ":" + s.To
			if s.To == anonymise.ToBand {
				setting = strconv.FormatInt(s.Size, 10)
			}
			if s.To == anonymise.ToGrid {
				setting = strconv.Itoa(s.Digits)
			}
		case anonymise.Mask:
			setting = strconv.Itoa(s.Show)
		case anonymise.Code:
			setting = bound(s.Bottom) + ", " + bound(s.Top)
		}
		f.Set("do-"+n, do)
		f.Set("set-"+n, setting)
		if slices.Contains(p.Anonymity.Columns, s.Column) {
			f.Set("quasi-"+n, "1")
		}
		if slices.Contains(p.Anonymity.Sensitive, s.Column) {
			f.Set("sensitive-"+n, "1")
		}
		if len(s.Accept) > 0 {
			f.Set("accept-"+n, "1")
		}
	}
	return f
}

func bound(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

// readPlan makes a plan of the form, for columns of these names and with what
// was found in them.
func readPlan(f *form.Form, columns []string, found map[string][]privacy.Kind) *anonymise.Plan {
	p := &anonymise.Plan{}
	for i, name := range columns {
		n := strconv.Itoa(i)
		if p.Step(name) != nil {
			continue
		}
		do, to, _ := strings.Cut(f.Raw("do-"+n), ":")
		s := anonymise.Step{Column: name, Do: anonymise.Action(do), To: to, Mark: anonymise.DefaultMark, Digits: anonymise.DefaultDecimals}
		setting := f.Text("set-"+n, 60)
		number := func(otherwise int) int {
			if setting == "" {
				return otherwise
			}
			v, err := strconv.Atoi(strings.ReplaceAll(setting, " ", ""))
			if err != nil {
				f.Fail("set-"+n, i18n.T("«\u00a0%[1]s\u00a0»\u202f: un nombre entier est attendu.", "“%[1]s”: a whole number is expected.", name))
			}
			return v
		}
		switch {
		case !slices.Contains(anonymise.Actions, s.Do):
			s.Do = anonymise.Keep
		case s.To == anonymise.ToBand:
			s.Size = int64(number(10))
		case s.To == anonymise.ToGrid:
			s.Digits = number(anonymise.DefaultDecimals)
		case s.Do == anonymise.Mask:
			s.Show = number(0)
		case s.Do == anonymise.Code:
			low, high, _ := strings.Cut(setting, ",")
			s.Bottom, s.Top = readBound(low), readBound(high)
		}
		if f.Checked("accept-" + n) {
			s.Accept = found[name]
		}
		p.Columns = append(p.Columns, s)
		if s.Do == anonymise.Drop {
			continue
		}
		switch {
		case f.Checked("quasi-" + n):
			p.Anonymity.Columns = append(p.Anonymity.Columns, name)
		case f.Checked("sensitive-" + n):
			p.Anonymity.Sensitive = append(p.Anonymity.Sensitive, name)
		}
	}
	k, err := strconv.Atoi(f.Text("k", 6))
	if err != nil || k < 1 || k > 1000 {
		f.Fail("k", i18n.T("k est un nombre de 1 à 1000.", "k is a number from 1 to 1000."))
		k = 1
	}
	if len(p.Anonymity.Columns) > 0 {
		p.Anonymity.K = k
	} else {
		p.Anonymity.Sensitive = nil
	}
	if err := p.Check(); err != nil && f.OK() {
		if say, ok := words(err); ok {
			f.Fail("", say)
		} else {
			f.Fail("", i18n.T("Ce plan ne convient pas.", "This plan does not do."))
		}
	}
	return p
}

func readBound(s string) *float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil {
		return nil
	}
	return &v
}

func percentWords(ctx context.Context, share float64) string {
	s := fmt.Sprintf("%.1f", 100*share)
	if i18n.From(ctx).Lang == i18n.French {
		s = strings.Replace(s, ".", ",", 1) + "\u202f%"
	} else {
		s += "%"
	}
	return s
}
