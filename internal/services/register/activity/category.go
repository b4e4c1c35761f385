package activity

import "airial/internal/platform/i18n"

// A Category is a category of data that the program brings.
type Category struct {
	Code  string
	Label i18n.Text
}

// DataCategories are those of the CNIL's model.
func DataCategories() []Category {
	v, err := vocabulary()
	if err != nil {
		panic(err) // embedded, and read by a test
	}
	var out []Category
	for _, d := range v.Data {
		out = append(out, Category{d.Code, say(d.Label)})
	}
	return out
}
