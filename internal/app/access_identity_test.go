package app

import (
	"maps"
	"net/http"
)

// The doors of those who are not signed in yet, and of their accounts.
func init() {
	accessParams["/sessions/{key}"] = func(*accessPlace) string { return "0" }
	accessParams["/identities/{key}"] = func(*accessPlace) string { return "0" }
	accessParams["/passkeys/{key}"] = func(*accessPlace) string { return "0" }
	maps.Copy(accessSamples, map[string][]accessSample{
		// Nobody here is in the midst of a log-in, nor holds a link: all are led to its beginning.
		"GET /console/login/second":      {{want: []int{0}}},
		"POST /console/login/second":     {{form: values("code", "123456"), want: []int{0}}},
		"GET /console/login/setup":       {{want: []int{0}}},
		"GET /console/login/setup/code":  {{want: []int{0}}},
		"POST /console/login/setup/code": {{form: values("code", "123456"), want: []int{0}}},
		"GET /console/login/link":        {{want: []int{http.StatusGone}}},
		"POST /console/login/link": {{form: values("fresh", "une phrase bien assez longue", "again", "une phrase bien assez longue"),
			want: []int{http.StatusGone}}},
		"POST /console/login/recover":      {{form: values("who", "personne")}},
		"POST /console/login/unlock":       {{form: values("password", accessPassword)}},
		"POST /console/login/unlock/other": {{want: []int{0}}}, // somebody else logs in

		"POST /console/login/passkey/options":       {{}},
		"POST /console/login/passkey":               {{want: []int{http.StatusUnprocessableEntity}}},
		"POST /console/login/setup/passkey/options": {{want: []int{0}}},
		"POST /console/login/setup/passkey":         {{want: []int{0}}},

		"POST /console/account/passkeys/options":      {{}},
		"POST /console/account/passkeys":              {{form: values("name", "clé"), want: []int{http.StatusUnprocessableEntity}}},
		"POST /console/account/passkeys/{key}/remove": {{}},
		"POST /console/account/erase":                 {{want: []int{http.StatusUnprocessableEntity}}},
		// No provider is named here.
		"GET /console/login/provider":                   {{want: []int{http.StatusNotFound}}},
		"GET /console/login/provider/back":              {{want: []int{http.StatusNotFound}}},
		"GET /console/login/provider/left":              {{want: []int{0}}},
		"POST /console/account/identities":              {{want: []int{http.StatusNotFound}}},
		"POST /console/account/identities/{key}/remove": {{want: []int{http.StatusNotFound}}},
		"POST /console/account/lock":                    {{}},
		"POST /console/account/alive":                   {{}},

		"POST /console/account/sessions/{key}": {{}},
		"POST /console/account/code":           {{form: values("code", "123456"), want: []int{http.StatusUnprocessableEntity}}},
		"POST /console/account/code/remove":    {{}},
		"POST /console/account/spare":          {{want: []int{http.StatusConflict}}},
		"POST /console/operator/security":      {{form: values("role-administrator", "")}},
	})
}
