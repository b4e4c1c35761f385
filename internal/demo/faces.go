package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/opendata"
	"airial/internal/services/portal/label"
)

// face is a portal of the demonstration with a face of its own.
type face struct {
	who   string // that publishes it
	logo  string // drawing
	label label.Label
}

// A tower over water, for the main town.
const townLogo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 88 88"><title>Castelarrouy</title>
<rect width="88" height="88" rx="10" fill="#7a1f3d"/><path d="M26 60V26h6v6h6v-6h12v6h6v-6h6v34z" fill="#fff"/>
<path d="M39 60V48a5 5 0 0 1 10 0v12z" fill="#7a1f3d"/><path d="M14 68q7.5-6 15 0t15 0 15 0 15 0" fill="none" stroke="#f3c766" stroke-width="4" stroke-linecap="round"/></svg>`

// Pines and a lake, for the village.
const villageLogo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 88 88"><title>Escourbac</title>
<circle cx="44" cy="44" r="42" fill="#125a76"/><path d="M30 56l-14 0 14-30 14 30zM58 56H46l12-24 12 24z" fill="#cfe8d4"/>
<path d="M28 56h4v6h-4zM56 56h4v6h-4z" fill="#e9b872"/><path d="M14 66q7.5-5 15 0t15 0 15 0 15 0" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>`

func faces() []face {
	return []face{
		{who: "remi.hargous", logo: townLogo, label: label.Label{
			Title:   i18n.Text{Fr: "Castelarrouy en données", En: "Castelarrouy in data"},
			Heading: i18n.Text{Fr: "La ville, chiffres en main", En: "The town, figures in hand"},
			Welcome: i18n.Text{Fr: "Ce que la ville dépense, décide et entretient : **tout est ici**, en tableaux à lire, à trier et à emporter.",
				En: "What the town spends, decides and keeps up: **it is all here**, in tables to read, sort and take away."},
			Colours: label.Colours{Main: "#7a1f3d", Accent: "#8a5310"}, Band: true,
			Menu: []label.Item{{Label: i18n.Text{Fr: "Mairie", En: "Town hall"}, Href: "https://www.castelarrouy.example/"}},
			Blocks: []label.Block{{Kind: label.Search}, {Kind: label.Featured}, {Kind: label.Figures}, {Kind: label.Themes},
				{Kind: label.Words, Title: i18n.Text{Fr: "Pourquoi ces données", En: "Why these data"},
					Text: i18n.Text{Fr: "Une ville qui montre ses comptes se gouverne mieux. Le conseil municipal l’a voulu le 12 mars 2025 :\n\n- les **subventions**, chaque année, association par association ;\n- les **délibérations**, dans le mois ;\n- les **équipements**, dès qu’ils changent.\n\nUne erreur, une question ? Écrivez au service de la commande publique.",
						En: "A town that shows its accounts governs itself better. The council decided so on 12 March 2025:\n\n- **grants**, each year, association by association;\n- **decisions**, within the month;\n- **facilities**, as soon as they change.\n\nA mistake, a question? Write to the purchasing office."}},
				{Kind: label.Datasets, Title: i18n.Text{Fr: "Toutes nos données", En: "All our data"}},
				{Kind: label.Links, Title: i18n.Text{Fr: "Voir aussi", En: "See also"}, Links: []label.Item{
					{Label: i18n.Text{Fr: "Le site de la ville", En: "The town’s site"}, Href: "https://www.castelarrouy.example/"},
					{Label: i18n.Text{Fr: "Signaler un problème dans la rue", En: "Report a problem in the street"}, Href: "https://www.castelarrouy.example/signaler"}}}},
			Contact: "donnees@castelarrouy.example",
			Pages: label.Legal{Notice: i18n.Text{Fr: "## Éditeur\n\nVille de Castelarrouy, hôtel de ville, 1 place des Tilleuls. Directeur de la publication : le maire.",
				En: "## Publisher\n\nTown of Castelarrouy, town hall, 1 place des Tilleuls. The mayor answers for what is published."}}}},
		{who: "marie-helene.dubosq", logo: villageLogo, label: label.Label{
			Welcome: i18n.Text{Fr: "Bienvenue sur les données d’Escourbac. Le secrétariat les tient à jour le mardi et le jeudi.", En: "Welcome to the data of Escourbac. The town hall’s secretary keeps them up to date on Tuesdays and Thursdays."},
			Colours: label.Colours{Main: "#125a76"},
			Blocks:  []label.Block{{Kind: label.Search}, {Kind: label.Latest}, {Kind: label.Datasets}},
			Contact: "mairie@escourbac.example"}},
	}
}

// faces gives portals of two members a face of their own.
func (f *filling) faces(ctx context.Context) error {
	f.clock.Set(day(2026, time.October, 20).Time().Add(15 * hour))
	room := f.Labels()
	for _, one := range faces() {
		who, known := f.people[one.who]
		if !known || len(who.Members()) == 0 {
			continue
		}
		if err := f.faceOf(ctx, room, who, one); err != nil {
			return fmt.Errorf("portal of %s: %w", one.who, err)
		}
	}
	return nil
}

func (f *filling) faceOf(ctx context.Context, room *label.Service, who access.Scope, one face) error {
	picture, err := label.ReadLogo([]byte(one.logo))
	if err != nil {
		return err
	}
	return f.Doors.Write(ctx, who, func(tx access.Tx) error {
		var m organisation.Member
		for _, id := range who.MembersWith(access.Publish) {
			got, err := organisation.Get(ctx, tx, id)
			if err != nil {
				return err
			}
			if strings.Contains(one.logo, "<title>"+got.Name+"</title>") {
				m = got
			}
		}
		if m.ID == "" {
			return nil // a smaller world, without it
		}
		if err := room.AddLogo(ctx, tx, m, picture); err != nil {
			return err
		}
		one.label.Logo = picture.Digest
		for i, b := range one.label.Blocks {
			if b.Kind != label.Featured {
				continue
			}
			for _, schema := range []string{"scdl/subventions", "scdl/equipements", "scdl/deliberations"} {
				list, err := opendata.PublishedUnder(ctx, tx.Elevated("demonstration"), schema, m.ID)
				if err != nil {
					return err
				}
				if len(list) > 0 {
					one.label.Blocks[i].Datasets = append(one.label.Blocks[i].Datasets, list[len(list)-1].ID)
				}
			}
		}
		_, err := room.Publish(ctx, tx, m, label.OfSite, one.label)
		return err
	})
}
