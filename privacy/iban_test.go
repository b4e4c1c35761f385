package privacy_test

import "testing"

// The numbers are the examples that the SWIFT registry and national banking
// associations print.
func TestIBAN(t *testing.T) {
	const fr = "FR1420041010050500013M02606"
	runCases(t, []scanCase{
		{cell: fr, want: "iban:block"},
		{cell: "fr1420041010050500013m02606", want: "iban:block"},
		{cell: "FR14 2004 1010 0505 0001 3M02 606", want: "iban:block"},
		{cell: "FR14\u00a02004\u00a01010\u00a00505\u00a00001\u00a03M02\u00a0606", want: "iban:block"},
		{cell: "FR14-2004-1010-0505-0001-3M02-606", want: "iban:block"},
		{cell: "FR14 20041 01005 0500013M026 06", want: "iban:block"},
		{cell: "FR14.2004.1010.0505.0001.3M02.606", want: "iban:block"},
		{cell: "IBAN : " + fr + " BIC PSSTFRPPPAR", want: "iban:block"},
		{cell: "IBAN:" + fr, want: "iban:block"},
		{cell: "virement sur le " + fr + ".", want: "iban:block"},
		{cell: "(" + fr + ")", want: "iban:block"},
		{cell: fr + ", DE89370400440532013000", want: "iban:block iban:block"},
		{cell: "DE89 3704 0044 0532 0130 00", want: "iban:block"},
		{cell: "GB29NWBK60161331926819", want: "iban:block"},
		{cell: "BE68539007547034", want: "iban:block"},
		{cell: "BE68 5390 0754 7034", want: "iban:block"},
		{cell: "ES9121000418450200051332", want: "iban:block"},
		{cell: "IT60X0542811101000000123456", want: "iban:block"},
		{cell: "LU280019400644750000", want: "iban:block"},
		{cell: "CH9300762011623852957", want: "iban:block"},
		{cell: "MC5811222000010123456789030", want: "iban:block"},
		{cell: "NL91ABNA0417164300", want: "iban:block"},
		{cell: "NO9386011117947", want: "iban:block"},
		{cell: "MT84MALT011000012345MTLCAST001S", want: "iban:block"},
		{cell: fr, column: named("siret"), want: "iban:block"},
		{cell: fr, column: named("EQUIP_TEL"), want: "iban:block"},

		{cell: "FR1520041010050500013M02606", want: ""},
		{cell: "FR1420041010050500013M02607", want: ""},
		{cell: "FR1420041010050500013M0260", want: ""},
		{cell: "FR1420041010050500013M026066", want: ""},
		{cell: "FR1420041010050500013N02606", want: ""},
		{cell: "XX1420041010050500013M02606", want: ""},
		{cell: "AFR1420041010050500013M02606", want: ""},
		{cell: "FRA420041010050500013M02606", want: ""},
		{cell: "DE89370400440532013001", want: ""},
		{cell: "BE68539007547035", want: ""},
		{cell: "FR76", want: ""},
		{cell: "FR 12345678901", want: ""}, // VAT number
		{cell: "FR32214001926", want: ""},
		{cell: "BE0123456749", want: ""},
		{cell: "GB29NWBK6016133192681", want: ""},
		{cell: "FR-40192-2024-DELIB-000123456789", want: ""},
		{cell: "urn:isbn:9782070360024", want: ""},
	})
}
