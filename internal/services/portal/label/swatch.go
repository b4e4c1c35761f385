package label

// swatches are the colours of a label as the editor shows them: a button and a
// link on both grounds.
type swatches struct{ light, dark swatch }

type swatch struct{ Ground, Paper, Ink, Action, OnAction, Wash, Accent, AccentWash string }

func swatchesOf(c Colours) *swatches {
	p, ok := c.palette()
	if !ok {
		return nil
	}
	one := func(g grounds, main, accent shade) swatch {
		return swatch{g.ground.String(), g.paper.String(), g.ink.String(), main.text.String(), g.onAction.String(), main.wash.String(), accent.text.String(), accent.wash.String()}
	}
	if c.Main == "" {
		return &swatches{one(light, light.shade(must("#1f4d3a")), p.accent), one(dark, dark.shade(must("#93d0b0")), p.accentDark)}
	}
	return &swatches{one(light, p.main, p.accent), one(dark, p.mainDark, p.accentDark)}
}
