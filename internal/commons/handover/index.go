package handover

import (
	"html/template"
	"io"
)

// page is plain on purpose: it must open in any browser in fifty years.
var page = template.Must(template.New("index").Parse(`<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{{.Member.Name}} : export</title>
<style>body{font:16px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}td,th{text-align:left;border-bottom:1px solid #ccc;padding:.3em .6em .3em 0}code{font-size:.85em}</style></head>
<body><h1>{{.Member.Name}}</h1><p>SIREN {{.Member.Siren}}. Tout ce que la collectivité possède, en formats ouverts.</p>
<h2>Fichiers</h2><table><tr><th>Jeu de données</th><th>Fichier</th></tr>
{{range .Papers}}<tr><td>{{.Title}}</td><td><a href="{{.Path}}">{{.Path}}</a></td></tr>
{{end}}{{range .Files}}<tr><td>{{.Title}}</td><td><a href="{{.Path}}">{{.Path}}</a></td></tr>
{{else}}<tr><td colspan="2">Aucun fichier.</td></tr>{{end}}</table>
<h2>Enregistrements</h2><p>Un objet JSON par ligne, dans le dossier <code>records</code>.</p>
<table><tr><th>Table</th><th>Lignes</th></tr>{{range $name, $rows := .Tables}}<tr><td><a href="records/{{$name}}.jsonl">{{$name}}</a></td><td>{{$rows}}</td></tr>{{end}}</table>
<h2>Journal</h2><p>Ce qui s’est passé, chaque entrée avec sa preuve (RFC 6962), dans le dossier <code>journal</code>.</p>
<p>Personnes : <a href="people.jsonl">people.jsonl</a>. Contenu : <a href="manifest.json">manifest.json</a>. Empreintes : <a href="SHA256SUMS">SHA256SUMS</a> (<code>sha256sum -c SHA256SUMS</code>).</p>
</body></html>
`))

func index(w io.Writer, m Manifest) error { return page.Execute(w, m) }
