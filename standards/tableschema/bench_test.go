package tableschema_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"syscall"
	"testing"

	"airial/standards/scdl"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// grants makes a file of n valid subventions, of 16 columns; every wrong-th
// row has a wrong SIRET, none when wrong is 0.
func grants(n, wrong int) []byte {
	var b bytes.Buffer
	s, _ := scdl.Lookup("scdl/subventions")
	for i, f := range s.Labels() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(f)
	}
	b.WriteByte('\n')
	for i := range n {
		siret := "89999900700011"
		if wrong > 0 && i%wrong == 0 {
			siret = "89999900700012"
		}
		fmt.Fprintf(&b, "Commune de Sainte-Aulaye,21339990000017,2025-%02d-%02d,2025-D%05d,Association des amis du moulin %d,%s,,"+
			"\"Fonctionnement, et équipement de l’association\",%d.%02d,aide en numéraire,unique,2025-05-02/2025-12-31,,non,%s,\n",
			1+i%12, 1+i%28, i, i%997, siret, 100+i%5000, i%100, []string{"1", "0.5", "0.25"}[i%3])
	}
	return b.Bytes()
}

// processorTime is what the program has taken of the processors so far, in
// nanoseconds: unlike the time that passes, it says the same on a busy machine.
func processorTime() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkCheckGrants(b *testing.B) {
	schema, _ := scdl.Lookup("scdl/subventions")
	for _, wrong := range []int{0, 1} {
		name := map[int]string{0: "valid", 1: "fault-in-every-row"}[wrong]
		b.Run(name, func(b *testing.B) {
			const rows = 400_000
			file := grants(rows, wrong)
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			begun := processorTime()
			for b.Loop() {
				rep, err := tableschema.CheckSource(b.Context(), bytes.NewReader(file), tabular.Options{}, schema, tableschema.Options{})
				if err != nil || rep.Rows != rows || rep.Valid != (wrong == 0) {
					b.Fatal(err, rep.Rows, rep.Errors, rep.Findings)
				}
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric((processorTime()-begun)/float64(rows)/float64(b.N), "cpu-ns/row")
		})
	}
}

// BenchmarkReadGrants is what reading alone costs, beside encoding/csv.
func BenchmarkReadGrants(b *testing.B) {
	const rows = 100_000
	file := grants(rows, 0)
	b.Run("tabular", func(b *testing.B) {
		b.SetBytes(int64(len(file)))
		for b.Loop() {
			r, err := tabular.Open(bytes.NewReader(file), tabular.Options{})
			if err != nil {
				b.Fatal(err)
			}
			for {
				if _, err := r.Next(); err == io.EOF {
					break
				}
			}
		}
		b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
	b.Run("encoding-csv", func(b *testing.B) {
		b.SetBytes(int64(len(file)))
		for b.Loop() {
			r := csv.NewReader(bytes.NewReader(file))
			r.ReuseRecord = true
			for {
				if _, err := r.Read(); err == io.EOF {
					break
				}
			}
		}
		b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}

// BenchmarkScanGrants is what cutting in chunks alone costs, on one worker.
func BenchmarkScanGrants(b *testing.B) {
	const rows = 400_000
	file := grants(rows, 0)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	begun := processorTime()
	for b.Loop() {
		r, err := tabular.Open(bytes.NewReader(file), tabular.Options{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		err = r.Scan(b.Context(), 1, func(_ int, c *tabular.Chunk) any {
			for c.Next() != nil {
			}
			return c.Rows()
		}, func(result any, _ int) error { n += result.(int); return nil })
		if err != nil || n != rows {
			b.Fatal(err, n)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric((processorTime()-begun)/float64(rows)/float64(b.N), "cpu-ns/row")
}
