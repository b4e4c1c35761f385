package world

import "sort"

// Beyond the first 24, members come in blocks of forty that belong together:
// a community of communes, its thirty communes (largest first), five CCAS, four
// syndicats. The proportions and the sizes are about those of the country.
const (
	blockSize     = 40
	blockCommunes = 30
	blockCCAS     = 5
	blockUnions   = 4
)

// MaxMembers is the largest world there are codes for.
const MaxMembers = firstMembers + (communeCodes-firstCodes)/blockCommunes*blockSize

// firstCodes keeps the INSEE codes of the hand-written communes, present and former.
const firstCodes = 30

// sizes of communes by thousandths of their rank, from the smallest.
var sizes = [...][2]int{{0, 38}, {100, 96}, {250, 198}, {500, 462}, {700, 960}, {800, 1480}, {900, 2950},
	{950, 5350}, {980, 11600}, {995, 29500}, {1000, 68000}}

func sizeAt(rank int) int {
	for i := 1; i < len(sizes); i++ {
		if lo, hi := sizes[i-1], sizes[i]; rank <= hi[0] {
			return lo[1] + (hi[1]-lo[1])*(rank-lo[0])/(hi[0]-lo[0])
		}
	}
	return sizes[len(sizes)-1][1]
}

// member is the i-th member, whatever the number of members.
func (g *generator) member(i int) Member {
	if i < firstMembers {
		return g.firstMember(i)
	}
	b, pos := (i-firstMembers)/blockSize, (i-firstMembers)%blockSize
	m := Member{Index: i, EPCI: numberedSIREN(sirenEPCI, 3+b), Radius: 1900}
	chief := g.townName(b, 0)
	m.EPCIName = communityName(key(g.Seed, "community", b), chief)
	town := pos - 1
	switch {
	case pos == 0:
		m.Kind, m.Name, m.SIREN = KindCommunity, m.EPCIName, m.EPCI
		m.EPCI, m.EPCIName = "", ""
		for j := 0; j < blockCommunes; j++ {
			m.Population += g.townSize(b, j)
		}
		town, m.Radius = 0, 7000
	case pos <= blockCommunes:
		m.Kind, m.Name, m.Population = KindCommune, g.townName(b, town), g.townSize(b, town)
		m.SIREN = communeSIREN(inseeCode(g.townRank(b, town)))
		m.Radius = 1500 + m.Population/20
		m.fullCentre = true
	case pos <= blockCommunes+blockCCAS:
		town = pos - blockCommunes - 1
		name := g.townName(b, town)
		m.Kind, m.Name, m.LongName = KindCCAS, "CCAS "+of(name), "Centre communal d'action sociale "+of(name)
		m.SIREN, m.Population = numberedSIREN(sirenCCAS, 2+b*blockCCAS+town), g.townSize(b, town)
		m.Parent = communeSIREN(inseeCode(g.townRank(b, town)))
	default:
		u := pos - blockCommunes - blockCCAS - 1
		town = u + 1
		m.Kind, m.Name = KindUnion, unionNames[u]+of(g.townName(b, town))
		m.SIREN, m.EPCI, m.EPCIName = numberedSIREN(sirenUnion, 2+b*blockUnions+u), "", ""
		m.Population = 2200 + int(key(g.Seed, "union", b, u)%900)*10
		m.Radius = 6000
	}
	m.Town, m.INSEE = g.townName(b, town), inseeCode(g.townRank(b, town))
	m.PostalCode = departmentCode + pad(100+(b*7+town/4)%90*10, 3)
	g.locate(&m, b, town)
	m.finish(g.Seed)
	g.laterDetails(&m)
	return m
}

var unionNames = [blockUnions]string{"Syndicat intercommunal des eaux ", "Syndicat de voirie du canton ",
	"SIVU scolaire ", "Syndicat mixte de gestion des bassins versants "}

func communityName(k uint64, chief string) string {
	switch k % 4 {
	case 0:
		return "Communauté de communes du Pays " + of(chief)
	case 1:
		return "Communauté de communes des Vallées " + of(chief)
	case 2:
		return "Communauté de communes " + chief + " et Landes"
	}
	return "Communauté de communes du canton " + of(chief)
}

func (g *generator) townRank(block, town int) int { return firstCodes + block*blockCommunes + town }

func (g *generator) townName(block, town int) string {
	return communeName(g.Seed, block*blockCommunes+town)
}

// townSize is the population of a block's commune; the first is the largest.
func (g *generator) townSize(block, town int) int {
	r := draw(g.Seed, "size", block, town)
	step := 1000 / blockCommunes
	return sizeAt(1000 - town*step - r.n(step))
}

// locate puts a commune on a grid of six by five within its block's cell.
func (g *generator) locate(m *Member, block, town int) {
	cell := g.cells[block%len(g.cells)]
	r := draw(g.Seed, "place", block, town)
	slot := (town*7 + block) % blockCommunes
	m.microLon = centreLon + cell[0]*250_000 + (slot%6-3)*41_000 + r.n(25_000)
	m.microLat = centreLat + cell[1]*150_000 + (slot/6-2)*29_000 + r.n(17_000)
}

// spread lists the cells of blocks, nearest to the centre first, without those
// that would lie in the ocean or beyond the mountains.
func spread() [][2]int {
	var cells [][2]int
	for x := -1; x <= 26; x++ {
		for y := -4; y <= 28; y++ {
			if x > 2 || x < -1 || y < -1 || y > 1 { // the middle is the first members'
				cells = append(cells, [2]int{x, y})
			}
		}
	}
	sort.SliceStable(cells, func(i, j int) bool { return reach(cells[i]) < reach(cells[j]) })
	return cells
}

func reach(c [2]int) int { return c[0]*c[0]*3 + c[1]*c[1]*2 }

// laterDetails gives some members a mandate, a birth date, a rule.
func (g *generator) laterDetails(m *Member) {
	r := m.draw("details")
	m.mandate(r.chance(220))
	if m.isTown() && m.Population > 300 && r.chance(25) {
		m.Created = Date{r.between(2016, 2025), 1, 1}
		small := m.Population * r.between(15, 40) / 100
		m.Former = []FormerCommune{{m.Name, m.INSEE, m.Population - small},
			{m.Name + "-Vieux", "", small}}
	}
	if m.isTown() && m.Population > 3000 && r.chance(60) {
		m.Rules = []Rule{{Schema: "scdl/budget", Approver: RoleApprover}}
	}
}
