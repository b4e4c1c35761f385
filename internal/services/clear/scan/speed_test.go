package scan

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"airial/privacy"
)

// identifiers writes a table of rows of identifiers; with found some of them are
// personal data.
func identifiers(rows int, found bool) []byte {
	var b strings.Builder
	b.WriteString("id;siret;date;montant;code_postal;reference;compte;objet\n")
	r := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		account, subject := "", "Fournitures"
		if found {
			account = "FR7630006000011234567890189"
			subject = "Aide, contact 06 39 98 12 34"
		}
		fmt.Fprintf(&b, "%d;%014d;2024-%02d-%02d;%d,%02d;%05d;F%d-%04d;%s;%s\n", i, 1e13+r.Int64N(9e13), 1+r.IntN(12), 1+r.IntN(28), r.IntN(99999), r.IntN(100), r.IntN(99999), 2018+r.IntN(8), r.IntN(9999), account, subject)
	}
	return []byte(b.String())
}

// processor is the time that the processors have worked for the program.
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkTable(b *testing.B) {
	for name, found := range map[string]bool{"clear": false, "found": true} {
		table := identifiers(100_000, found)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(table)))
			b.ReportAllocs()
			before := processor()
			defer func() {
				b.ReportMetric(float64(len(table))*float64(b.N)/1e6/(processor()-before).Seconds(), "MB/cpu-s")
			}()
			for b.Loop() {
				if _, err := scanTable(b.Context(), bytes.NewReader(table), privacy.Options{Names: true, Risk: true, Text: true, MaxFindings: -1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
