package address

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/chart"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/standards/bal"
)

// mostRows is how many rows of a street one page shows and writes; a longer
// street goes on, on the next.
const mostRows = 100

// blanks is how many empty rows stand at the end, to add numbers.
const blanks = 3

type streetView struct {
	console.Face
	Form   *form.Form // as it was typed, when it was refused
	Name   string     // "" for a new one
	Names  map[string]string
	Rows   []Row
	Pages  ui.Pages
	May    bool
	Stale  *Stale
	Around []Row // numbers of other streets, to find one's way on the map
	Under  []chart.Shape
	Credit string // of what lies under the plan
}

func (p *Pages) street(w http.ResponseWriter, r *http.Request) error {
	return p.showStreet(w, r, http.StatusOK, r.URL.Query().Get("name"), nil, nil)
}

func (p *Pages) showStreet(w http.ResponseWriter, r *http.Request, status int, name string, f *form.Form, stale *Stale) error {
	ctx := r.Context()
	v := streetView{Form: f, Name: name, Stale: stale}
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	n = min(max(n, 1), 10_000)
	err := p.p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, Tab); err != nil {
			return err
		}
		if err := communeOnly(v.Member); err != nil {
			return err
		}
		if v.May, err = tx.Allowed(ctx, access.Deposit, v.Member.ID); err != nil {
			return err
		}
		if v.Under, v.Credit, err = p.under(ctx, tx, v.Member); err != nil {
			return err
		}
		all, err := Rows(ctx, tx, v.Member.ID, "")
		if err != nil {
			return err
		}
		var own []Row
		for _, one := range all {
			switch {
			case one.Name == name:
				own = append(own, one)
			case one.Located && len(v.Around) < 400:
				v.Around = append(v.Around, one)
			}
		}
		if name != "" && len(own) == 0 {
			return fault.New(fault.NotFound, "address.street", "Cette voie n’existe pas, ou plus.", "There is no such street, or no longer.")
		}
		for _, one := range own {
			if v.Names == nil {
				v.Names = one.Names
			}
		}
		v.Pages = ui.Pages{Page: n, Size: mostRows, Total: int64(len(own))}
		v.Rows = own[min((n-1)*mostRows, len(own)):min(n*mostRows, len(own))]
		return nil
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, status, v.Face, streetBody(v))
}

// rowOf reads a row of the form; empty is true where nothing was typed.
func rowOf(f *form.Form, at string, name string) (r bal.Row, empty bool, err error) {
	const op = "address.rowOf"
	get := func(field string) string { return strings.TrimSpace(f.Raw(field + "-" + at)) }
	r.Name, r.Suffix, r.Position, r.Complement = name, get("suffix"), get("position"), get("complement")
	r.Certified = f.Checked("certified-" + at)
	number, lat, lon := get("number"), get("lat"), get("lon")
	if number == "" && lat == "" && lon == "" && r.Suffix == "" {
		return r, true, nil
	}
	if number == "" {
		r.Number = bal.Place
	} else if r.Number, err = strconv.Atoi(number); err != nil || r.Number < 0 || r.Number > bal.Place {
		return r, false, fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» n’est pas un numéro\u202f: écrivez des chiffres, et « bis » dans le suffixe.", "“%[1]s” is no number: write digits, and “bis” in the suffix.", number)
	}
	if parcels := get("parcels"); parcels != "" {
		r.Parcels = strings.FieldsFunc(strings.ToUpper(parcels), func(c rune) bool { return c == '|' || c == ' ' || c == ',' || c == ';' })
	}
	if lat == "" && lon == "" {
		return r, false, nil
	}
	var errLat, errLon error
	r.Lat, errLat = strconv.ParseFloat(strings.Replace(lat, ",", ".", 1), 64)
	r.Lon, errLon = strconv.ParseFloat(strings.Replace(lon, ",", ".", 1), 64)
	if errLat != nil || errLon != nil {
		return r, false, fault.New(fault.Invalid, op, "%[1]s\u202f: latitude et longitude s’écrivent en degrés, par exemple 43.7052 et -0.7683.", "%[1]s: latitude and longitude are in degrees, for instance 43.7052 and -0.7683.", r.Label())
	}
	r.Located = true
	return r, false, nil
}

func editsOf(f *form.Form, name string) ([]Edit, error) {
	names := namesOf(f)
	var edits []Edit
	for i := range mostRows + blanks + 1 {
		at := strconv.Itoa(i)
		was := f.Raw("was-" + at)
		if !f.Values.Has("number-" + at) {
			continue
		}
		row, empty, err := rowOf(f, at, name)
		if err != nil {
			return nil, err
		}
		if was == "" && empty {
			continue
		}
		row.Names = names
		edits = append(edits, Edit{Was: was, Row: row, Remove: f.Checked("remove-" + at)})
	}
	return edits, nil
}

// write writes the rows of a street that were changed, and those that were
// added.
func (p *Pages) write(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	name := strings.Join(strings.Fields(f.Raw("name")), " ")
	kept := name
	if f.Raw("known") == "" {
		kept = ""
	}
	fail := func(err error) error {
		f.Fail("", fault.Message(err))
		return p.showStreet(w, r, http.StatusUnprocessableEntity, kept, f, nil)
	}
	edits, err := editsOf(f, name)
	if err != nil {
		return fail(err)
	}
	if len(edits) == 0 && kept == "" { // a street or place without numbers yet
		edits = []Edit{{Row: bal.Row{Name: name, Number: bal.Place, Names: namesOf(f)}}}
	}
	var c Change
	var none bool
	m, err := p.member(r, func(tx access.Tx, m organisation.Member) (err error) {
		if kept == "" {
			if there, err := Rows(ctx, tx, m.ID, name); err != nil || len(there) > 0 {
				if err != nil {
					return err
				}
				return fault.New(fault.Conflict, "address.write", "«\u00a0%[1]s\u00a0» existe déjà\u202f: ouvrez-la pour y ajouter des numéros.", "“%[1]s” exists already: open it to add numbers.", name)
			}
		}
		there, err := Rows(ctx, tx, m.ID, name)
		if err != nil {
			return err
		}
		for i := range edits { // what the table does not show stays as it was
			if len(there) > 0 {
				edits[i].Row.Names = there[0].Names
			}
			if err := keep(ctx, tx, m.ID, &edits[i]); err != nil {
				return err
			}
		}
		c, none, err = Write(ctx, tx, m, "write", name, edits)
		return err
	})
	if s := staleOf(err); s != nil {
		f.Fail("", i18n.T("«\u00a0%s\u00a0» a été modifié par quelqu’un d’autre pendant que vous écriviez. Rien n’est enregistré\u202f: comparez ci-dessous, puis enregistrez de nouveau.", "“%s” was changed by somebody else while you were writing. Nothing is saved: compare below, then save again.", s.Theirs.Label()))
		return p.showStreet(w, r, http.StatusConflict, kept, f, s)
	}
	if spoken(err) {
		return fail(err)
	}
	if err != nil {
		return err
	}
	if none {
		p.desk.Flash(ctx, ui.Info, i18n.T("Rien n’a changé.", "Nothing has changed."))
	} else {
		p.desk.FlashUndo(ctx, ui.Good, i18n.T("Enregistré.", "Saved."), Path(m.Siren)+"/changes/"+c.ID+"/undo")
	}
	left := false
	for _, e := range edits {
		left = left || !e.Remove
	}
	if !left && len(edits) > 0 {
		return web.Redirect(w, r, Path(m.Siren))
	}
	return web.Redirect(w, r, StreetPath(m.Siren, name))
}

// langForm is the code of a regional language: three letters, ISO 639-3.
var langForm = regexp.MustCompile(`^[a-z]{3}$`)

// namesOf reads the names in regional languages: "oci: Carrèra deu Lavader", one
// a line.
func namesOf(f *form.Form) map[string]string {
	var out map[string]string
	for line := range strings.Lines(f.Raw("names")) {
		lang, name, ok := strings.Cut(line, ":")
		lang, name = strings.ToLower(strings.TrimSpace(lang)), strings.Join(strings.Fields(name), " ")
		if !ok || !langForm.MatchString(lang) || name == "" {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		out[lang] = name
	}
	return out
}

func namesText(names map[string]string) string {
	var b strings.Builder
	for _, lang := range sortedKeys(names) {
		fmt.Fprintf(&b, "%s: %s\n", lang, names[lang])
	}
	return strings.TrimSpace(b.String())
}

func (p *Pages) rename(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var c Change
	var none bool
	from, to := f.Raw("from"), strings.Join(strings.Fields(f.Raw("to")), " ")
	m, err := p.member(r, func(tx access.Tx, m organisation.Member) (err error) {
		c, none, err = Rename(ctx, tx, m, from, to, namesOf(f), f.Checked("merge"))
		return err
	})
	if spoken(err) || staleOf(err) != nil {
		say := i18n.T("Une de ces adresses vient d’être modifiée\u202f: relisez, puis recommencez.", "One of these addresses was just changed: look again, then start over.")
		if staleOf(err) == nil {
			say = fault.Message(err)
		}
		f.Fail("to", say)
		return p.showStreet(w, r, http.StatusUnprocessableEntity, from, f, nil)
	}
	if err != nil {
		return err
	}
	if none {
		p.desk.Flash(ctx, ui.Info, i18n.T("Rien n’a changé.", "Nothing has changed."))
	} else {
		p.desk.FlashUndo(ctx, ui.Good, i18n.T("Renommée, pour tous ses numéros.", "Renamed, for all its numbers."), Path(m.Siren)+"/changes/"+c.ID+"/undo")
	}
	return web.Redirect(w, r, StreetPath(m.Siren, to))
}

func (p *Pages) certify(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	street := f.Raw("name")
	var c Change
	var none bool
	m, err := p.member(r, func(tx access.Tx, m organisation.Member) (err error) {
		c, none, err = Certify(ctx, tx, m, street)
		return err
	})
	if err != nil {
		return err
	}
	if none {
		p.desk.Flash(ctx, ui.Info, i18n.T("Tout était déjà certifié.", "All was certified already."))
	} else {
		p.desk.FlashUndo(ctx, ui.Good, i18n.T("Certifié.", "Certified."), Path(m.Siren)+"/changes/"+c.ID+"/undo")
	}
	if street == "" {
		return web.Redirect(w, r, Path(m.Siren))
	}
	return web.Redirect(w, r, Path(m.Siren)+"/street?"+url.Values{"name": {street}}.Encode())
}
