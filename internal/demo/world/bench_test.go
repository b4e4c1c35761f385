package world

import "testing"

// The limit: 600 members in under two seconds, 35,000 in under a minute, on one
// core (go test -bench . -cpu 1 -benchtime 1x).
func benchmark(b *testing.B, members int) {
	for range b.N {
		bytes := 0
		err := Stream(Options{Members: members, Seed: 1, Today: today}, func(_ Member, _ []User, deposits []Deposit) error {
			for _, d := range deposits {
				for _, v := range d.Versions {
					bytes += len(v.Bytes)
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(bytes))
	}
}

func BenchmarkStream24(b *testing.B)    { benchmark(b, 24) }
func BenchmarkStream600(b *testing.B)   { benchmark(b, 600) }
func BenchmarkStream35000(b *testing.B) { benchmark(b, 35000) }
