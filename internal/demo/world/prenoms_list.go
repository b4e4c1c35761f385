package world

import (
	"strconv"
	"strings"
)

// given is a first name with its weight: about how many of a hundred thousand
// births bear it in 2015 and in 2025; in between it rises or falls evenly.
type given struct {
	name     string
	old, new int
}

func givenNames(text string) []given {
	var out []given
	for _, word := range strings.Fields(text) {
		part := strings.Split(word, ":")
		before, _ := strconv.Atoi(part[1])
		after, _ := strconv.Atoi(part[2])
		out = append(out, given{part[0], before, after})
	}
	return out
}

var girlNames = givenNames(`Louise:640:560 Ambre:300:480 Alba:40:470 Jade:600:520 Emma:640:450 Alma:60:420
Romy:120:410 Rose:340:430 Alice:470:430 Anna:380:380 Lina:430:360 Mia:300:350 Chloé:530:250 Léna:370:290
Julia:310:300 Lou:350:270 Agathe:300:290 Iris:180:320 Inès:440:250 Juliette:410:290 Nina:300:280 Zoé:390:220
Léa:520:240 Manon:460:150 Camille:400:190 Sarah:370:190 Éva:290:230 Jeanne:330:330 Charlie:150:300 Giulia:140:260
Adèle:260:250 Victoria:260:260 Olivia:130:290 Margaux:260:220 Lola:360:180 Apolline:140:190 Capucine:180:190
Maëlys:280:90 Lucie:270:160 Margot:200:180 Gabrielle:170:190 Clémence:180:120 Elena:200:190 Sofia:220:200 Luna:110:240
Nour:150:190 Maria:90:110 Assia:110:110 Aya:180:130 Yasmine:120:100 Lyna:140:140 Élise:170:150 Constance:130:140
Valentine:150:150 Héloïse:150:150 Célia:150:80 Louna:220:110 Elsa:200:130 Marie:170:90 Clara:330:150 Mathilde:220:90
Lilou:250:70 Lily:140:150 Thaïs:110:90 Faustine:80:110 Salomé:160:110 Joy:60:130 Livia:90:170 Céleste:50:150 Maya:170:180
Albane:60:90 Amelia:50:150 Diane:70:90 Ella:90:140 Lise:120:90 Flora:50:80 Suzanne:90:140 Colette:20:60 Simone:20:60
Garance:80:110 Aliénor:30:40 Maïwenn:15:12 Lou-Anne:25:8 Anne-Lise:4:2 Paloma:40:60 Oihana:10:14 Maialen:9:12 Elaïa:14:22
Amaïa:20:26`)

var boyNames = givenNames(`Gabriel:730:640 Raphaël:600:560 Louis:570:480 Léo:560:490 Noah:400:470 Adam:560:420
Arthur:500:450 Maël:330:400 Jules:590:430 Isaac:150:330 Liam:420:350 Lucas:600:280 Sacha:380:310 Eden:190:300
Hugo:600:250 Naël:180:290 Aaron:280:280 Mohamed:360:260 Gabin:360:290 Ethan:470:180 Paul:410:280 Nathan:480:200
Tom:390:220 Marius:220:240 Malo:190:250 Nino:180:240 Théo:410:190 Marceau:90:240 Ayden:90:190 Ismaël:190:180
Eliott:260:190 Noé:230:230 Timéo:340:120 Milo:90:230 Côme:100:180 Victor:280:190 Martin:260:200 Mathis:320:90 Axel:260:150
Robin:240:110 Enzo:460:90 Antoine:250:110 Valentin:220:90 Rayan:270:120 Augustin:160:170 Baptiste:250:80 Clément:240:80
Samuel:220:150 Gaspard:170:160 Lyam:140:140 Soan:90:120 Maxence:190:70 Yanis:220:90 Ibrahim:150:150 Imran:110:130
Simon:190:120 Oscar:160:150 Alexandre:220:90 Auguste:60:120 Basile:60:100 Joseph:130:140 Léon:150:200 Ernest:30:70
Camille:60:50 Charlie:70:80 Andréa:60:50 Ezio:20:120 Zayn:20:110 Mayron:20:60 Owen:120:90 Évan:230:80 Nolan:340:90
Thomas:290:90 Maxime:260:70 Alexis:190:50 Romain:110:35 Julien:60:20 Pierre:150:70 Jean:70:60 Jean-Baptiste:18:8
Louis-Marie:3:2 Pablo:70:60 Xan:8:10 Eneko:9:9 Peyo:14:16 Mattin:8:9 Iban:16:14 Unaï:8:10`)
