package privacy_test

import "testing"

func TestNIR(t *testing.T) {
	man := keyed("1850640192123")
	woman := keyed("2990133063007")
	corsica := keyed("185062A004321")
	north := keyed("290102B033015")
	reunion := keyed("1780497411042")
	abroad := keyed("2680799350012")
	key := man[13:]
	wrong := man[:14] + string('0'+(man[14]-'0'+1)%10)
	runCases(t, []scanCase{
		{cell: man, want: "nir:block"},
		{cell: woman, want: "nir:block"},
		{cell: corsica, want: "nir:block"},
		{cell: "185062a004321" + corsica[13:], want: "nir:block"},
		{cell: north, want: "nir:block"},
		{cell: reunion, want: "nir:block"},
		{cell: abroad, want: "nir:block"},
		{cell: keyed("3850699351012"), want: "nir:block"},
		{cell: keyed("4850699351012"), want: "nir:block"},
		{cell: keyed("7850640192123"), want: "nir:block"},
		{cell: keyed("8850640192123"), want: "nir:block"},
		{cell: keyed("1853140192123"), want: "nir:block"}, // month not known
		{cell: keyed("1855240192123"), want: "nir:block"},
		{cell: keyed("1852040192123"), want: "nir:block"},
		{cell: spaced(man, " ", 1, 3, 5, 7, 10, 13), want: "nir:block"},
		{cell: spaced(man, ".", 1, 3, 5, 7, 10, 13), want: "nir:block"},
		{cell: spaced(man, "-", 1, 3, 5, 7, 10, 13), want: "nir:block"},
		{cell: spaced(man, "\u00a0", 1, 3, 5, 7, 10, 13), want: "nir:block"},
		{cell: spaced(man, "\u202f", 1, 3, 5, 7, 10, 13), want: "nir:block"},
		{cell: spaced(man, " ", 3, 6, 9, 12), want: "nir:block"}, // thousands
		{cell: spaced(man, "\u202f", 3, 6, 9, 12), want: "nir:block"},
		{cell: spaced(reunion, " ", 1, 3, 5, 8, 10, 13), want: "nir:block"},
		{cell: spaced(corsica, " ", 1, 3, 5, 7, 10, 13), want: "nir:block"},
		{cell: man[:13] + " " + key, want: "nir:block"},
		{cell: man[:13] + "/" + key, want: "nir:block"},
		{cell: man[:13] + " - " + key, want: "nir:block"},
		{cell: man[:13] + " (" + key + ")", want: "nir:block"},
		{cell: man[:13] + " clé " + key, want: "nir:block"},
		{cell: man[:13] + " clé : " + key, want: "nir:block"},
		{cell: spaced(man, " ", 2, 4, 6, 8), want: "nir:review"}, // as nobody writes it
		{cell: "NIR : " + man, want: "nir:block"},
		{cell: "dossier de l’agent n°" + man + ", avancement", want: "nir:block"},
		{cell: "(" + man + ")", want: "nir:block"},
		{cell: man + " et " + woman, want: "nir:block nir:block"},
		{cell: man + ";" + woman, want: "nir:block nir:block"},
		{cell: man + ".", want: "nir:block"},
		{cell: man, column: columnOfType("integer"), want: "nir:block"},
		{cell: man, column: named("nir"), want: "nir:block"},

		// Thirteen digits only where the header announces them.
		{cell: man[:13], column: named("NIR"), want: "nir:block"},
		{cell: man[:13], column: named("N° de sécurité sociale"), want: "nir:block"},
		{cell: man[:13], column: named("num_secu"), want: "nir:block"},
		{cell: man[:13], column: named("numéro INSEE"), want: "nir:block"},
		{cell: corsica[:13], column: named("nir"), want: "nir:block"},
		{cell: spaced(man[:13], " ", 1, 3, 5, 7, 10), column: named("nir"), want: "nir:block"},
		{cell: man[:13], want: ""},
		{cell: man[:13], column: named("montant"), want: ""},
		{cell: "40192", column: named("code_insee"), want: ""},

		// Near misses.
		{cell: wrong, want: ""},
		{cell: spaced(wrong, " ", 1, 3, 5, 7, 10, 13), want: ""},
		{cell: keyed("5850640192123"), want: ""}, // no such first digit
		{cell: keyed("1850040192123"), want: ""}, // month 00
		{cell: keyed("1851540192123"), want: ""}, // month 15
		{cell: keyed("1854540192123"), want: ""}, // month 45
		{cell: keyed("1850600192123"), want: ""}, // département 00
		{cell: keyed("1850640000123"), want: ""}, // commune 000
		{cell: keyed("1850640192000"), want: ""}, // order 000
		{cell: "9" + man, want: ""},
		{cell: man + "5", want: ""},
		{cell: "A" + man, want: ""},
		{cell: man + "B", want: ""},
		{cell: man + ",50", want: ""},
		{cell: man + ".5", want: ""},
		{cell: "12." + man, want: ""},
		{cell: man[:1] + "." + man[1:], want: ""}, // a longitude
		{cell: "12 " + spaced(man, " ", 2, 4, 6, 8), want: ""},
		{cell: man, column: named("SIRET"), want: ""},
		{cell: "https://reseau.example/pages/exemple/" + man, want: ""},
		{cell: "https://reseau.example/profil?id=" + man + "&ref=1", want: ""},
		{cell: "https://exemple.fr " + man, want: "nir:block"},
		{cell: "21400192600015", want: ""},
		{cell: "21400192600015", column: named("idAttribuant"), want: ""},
		{cell: "214 001 926 00015", want: ""},
		{cell: "123456789012345", want: ""},
		{cell: "000000000000000", want: ""},
		{cell: "111111111111111", want: ""},
	})
}
