package named

import (
	"context"
	"strconv"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func figure(n int) string { return strconv.Itoa(n) }

func pageLang(ctx context.Context) string { return string(i18n.From(ctx).Lang) }

func hitColumns(ctx context.Context, v view, choose bool) (out []ui.Column) {
	if choose {
		out = append(out, ui.Column{Label: i18n.Say(ctx, "Choisir", "Choose"), Hidden: true})
	}
	if v.All {
		out = append(out, ui.Column{Label: i18n.Say(ctx, "Collectivité", "Body")})
	}
	return append(out, ui.Column{Label: i18n.Say(ctx, "Où", "Where")}, ui.Column{Label: i18n.Say(ctx, "Mots", "Words")}, ui.Column{Label: i18n.Say(ctx, "Effacement", "Erasure")})
}

func pastColumns(ctx context.Context, v view) []ui.Column {
	out := []ui.Column{{Label: i18n.Say(ctx, "Le", "On")}}
	if v.All {
		out = append(out, ui.Column{Label: i18n.Say(ctx, "Collectivité", "Body")})
	}
	return append(out, ui.Column{Label: i18n.Say(ctx, "Endroits", "Places"), Numeric: true}, ui.Column{Label: i18n.Say(ctx, "Gardés", "Kept"), Numeric: true},
		ui.Column{Label: i18n.Say(ctx, "Par", "By")})
}

// owner is whose row a hit is.
func owner(ctx context.Context, v view, h Hit) string {
	if h.MemberID == "" {
		return i18n.Say(ctx, "l’opérateur", "the operator")
	}
	return v.Members[h.MemberID].Name
}

func countWords(ctx context.Context, v view) string {
	n, free := len(v.Found.Hits), v.Found.Free()
	return i18n.Count(ctx, n, "endroit trouvé", "endroits trouvés", "place found", "places found") + ", " +
		i18n.Count(ctx, free, "peut être effacé", "peuvent être effacés", "can be erased", "can be erased") + ", " +
		i18n.Count(ctx, n-free, "est gardé", "sont gardés", "is kept", "are kept") + "."
}

func keepWords(ctx context.Context, id string) string {
	r, ok := ReasonOf(id)
	if !ok {
		return id
	}
	return i18n.Read(ctx, r.Words())
}

func keepLaw(ctx context.Context, id string) string {
	r, _ := ReasonOf(id)
	return i18n.Read(ctx, r.Say())
}
