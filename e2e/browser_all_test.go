package e2e

import (
	"context"
	"testing"
)

// scene is where the stories play: one installation, one browser. Stories
// follow one another, and each leaves to the next what it did.
type scene struct {
	*server
	browser context.Context
}

// TestBrowser tries the whole system with a real Chromium: every page, and
// what people come to do. AIRIAL_SHOTS names a folder for pictures of it all.
func TestBrowser(t *testing.T) {
	t.Parallel()
	b := browser(t)
	t.Run("pages", func(t *testing.T) {
		t.Parallel()
		lookAtPages(t, scene{startDemo(t, unhurried...), b})
	})
	t.Run("clocks", func(t *testing.T) {
		t.Parallel()
		clocks(t, scene{browser: b})
	})
	t.Run("ends", func(t *testing.T) {
		t.Parallel()
		toTheirEnd(t, scene{browser: b})
	})
	t.Run("twins", func(t *testing.T) {
		t.Parallel()
		twinsAfterMerger(t, scene{browser: b})
	})
	t.Run("stories", func(t *testing.T) {
		t.Parallel()
		s := scene{startDemo(t, unhurried...), b}
		for _, story := range []struct {
			name string
			play func(*testing.T, scene)
		}{
			{"citizen", citizen},
			{"stranger", stranger},
			{"secretary", secretary},
			{"correction", correction},
			{"charts", charts},
			{"white label", whiteLabel},
			{"embedding", embedding},
			{"decision", decision},
			{"officer", officer},
			{"opinion", opinion},
			{"withdrawal", withdrawal},
			{"erasure", erasure},
			{"manager", manager},
			{"colleagues", colleagues},
			{"help", helpDesk},
			{"redacting", redacting},
			{"redacting, keyboard", redactingByKeyboard},
			{"anonymising", anonymising},
			{"second person", secondPerson},
			{"log-out", logOut},
			{"keyboard", keyboard},
			{"keyboard, people", keyboardPeople},
			{"rights request", rightsRequest},
			{"data breach", dataBreach},
			{"papers", papers},
			{"action plan", actionPlan},
			{"a point of conformity", conformityPoint},
			{"acts on many", actsOnMany},
			{"processors", processors},
			{"models live on", modelsLiveOn},
			{"from Madis", fromMadis},
			{"from a table", fromTable},
			{"letters", letters},
			{"a person forgotten", forgetting},
			{"impact assessment", impactAssessment},
			{"without script", withoutScript},
			{"markup", markup},
		} {
			t.Run(story.name, func(t *testing.T) { story.play(t, s) })
		}
	})
}

// unhurried lets one address ask for more than a person would.
var unhurried = []string{"--max-burst", "100000", "--max-requests", "100000"}
