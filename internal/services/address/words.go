package address

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/standards/bal"
)

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

func yesNo(ctx context.Context, b bool) string {
	if b {
		return i18n.Say(ctx, "oui", "yes")
	}
	return i18n.Say(ctx, "non", "no")
}

// keep takes from the version that was shown what the table does not show.
func keep(ctx context.Context, tx access.Tx, member string, e *Edit) error {
	if e.Was == "" {
		return nil
	}
	list, err := database.All(ctx, tx, "address.keep", scanRow, `select `+rowColumns+` from address_row where id = $1 and member_id = $2`, e.Was, member)
	if err != nil || len(list) == 0 {
		return err
	}
	e.Row.Complements, e.Row.FormerInsee, e.Row.FormerCommune, e.Row.Names = list[0].Complements, list[0].FormerInsee, list[0].FormerCommune, list[0].Names
	return nil
}

var kinds = map[string]i18n.Text{
	"import": i18n.T("Import d’un fichier", "Import of a file"), "write": i18n.T("Numéros écrits", "Numbers written"), "rename": i18n.T("Voie renommée", "Street renamed"),
	"certify": i18n.T("Adresses certifiées", "Addresses certified"),
}

var states = map[string]struct {
	say  i18n.Text
	tone ui.Tone
}{
	Waiting:   {i18n.T("en route", "on its way"), ui.Info},
	Published: {i18n.T("publié par la Base adresse nationale", "published by the national address base"), ui.Good},
	Refused:   {i18n.T("refusé\u202f: des erreurs dans le fichier", "refused: errors in the file"), ui.Bad},
	Stopped:   {i18n.T("arrêté", "stopped"), ui.Bad},
	Overtaken: {i18n.T("une autre version est en ligne", "another version is on line"), ui.Wait},
}

func levelWords(ctx context.Context, l bal.Level) (string, ui.Tone) {
	switch l {
	case bal.Error:
		return i18n.Say(ctx, "à corriger", "to correct"), ui.Bad
	case bal.Warning:
		return i18n.Say(ctx, "à revoir", "to look at"), ui.Wait
	}
	return i18n.Say(ctx, "pour information", "for information"), ui.Info
}

// codeWords says what an official code means.
func codeWords(ctx context.Context, code string) string {
	return i18n.Read(ctx, i18n.Text(bal.Words(code)))
}

// places are the first addresses that a code is about.
func places(rows *bal.Report, code string, lines func(int) string) string {
	var out []string
	for _, f := range rows.Findings {
		if f.Code != code || f.Line == 0 {
			continue
		}
		if len(out) == 3 {
			return strings.Join(out, ", ") + "…"
		}
		out = append(out, lines(f.Line))
	}
	return strings.Join(out, ", ")
}

func number(r Row) string {
	if r.Number == bal.Place {
		return ""
	}
	return strconv.Itoa(r.Number)
}

func degreesOf(r Row, lat bool) string {
	if !r.Located {
		return ""
	}
	v := r.Lon
	if lat {
		v = r.Lat
	}
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 7, 64), "0"), ".")
}
