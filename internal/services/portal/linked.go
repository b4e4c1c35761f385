package portal

import (
	"context"
	"encoding/json"
	"time"

	"airial/internal/platform/web/here"
)

// linkedData describes a dataset in the words of schema.org, for search
// engines. Go writes "<" as \u003c: the text may stand in a script element,
// which is a block of data that no browser runs.
func linkedData(ctx context.Context, d Shown) (string, error) {
	type object = map[string]any
	var files []object
	for _, f := range d.files(ctx, 0)[:2] {
		format := "text/csv"
		if f.Name == "Parquet" {
			format = "application/vnd.apache.parquet"
		}
		files = append(files, object{"@type": "DataDownload", "encodingFormat": format, "contentUrl": here.URL(ctx, f.Path)})
	}
	out := object{
		"@context": "https://schema.org", "@type": "Dataset", "@id": here.URL(ctx, "/datasets/"+d.ID),
		"url": here.URL(ctx, datasetPath(d.Dataset)), "identifier": d.ID, "name": d.Title,
		"datePublished": d.Issued.UTC().Format(time.DateOnly), "dateModified": d.Modified.UTC().Format(time.DateOnly),
		"version": d.Latest, "isAccessibleForFree": true, "inLanguage": "fr", "license": d.Licence.URI,
		"creator": object{"@type": "GovernmentOrganization", "name": d.Body.Name, "identifier": d.Body.Siren,
			"url": here.URL(ctx, memberPath(d.Body))},
		"distribution": files,
	}
	if d.Period.Known() {
		out["temporalCoverage"] = d.Period.From.Format(time.DateOnly) + "/" + d.Period.Until.Format(time.DateOnly)
	}
	if d.Description != "" {
		out["description"] = d.Description
	}
	if len(d.Keywords) > 0 {
		out["keywords"] = d.Keywords
	}
	b, err := json.Marshal(out)
	return string(b), err
}
