package tableschema

import (
	"encoding/json"
	"fmt"
	"strings"
)

// checkNames gives the name we use for each spelling, old or new, of a custom
// check.
var checkNames = map[string]string{
	"siret": CheckSIRET, "french-siret": CheckSIRET, "french-siret-value": CheckSIRET,
	"siren": CheckSIREN, "french-siren": CheckSIREN, "french-siren-value": CheckSIREN,
	"nomenclature-actes": CheckNomenclature, "nomenclature-acte": CheckNomenclature,
	"nomenclature-actes-value": CheckNomenclature,
	"compare":                  CheckCompare, "compare-columns": CheckCompare, "compare-columns-value": CheckCompare,
	"cohesive": CheckCohesive, "cohesive-columns": CheckCohesive, "cohesive-columns-value": CheckCohesive,
	"sum": CheckSum, "sum-columns": CheckSum, "sum-columns-value": CheckSum,
	"one-of-required": CheckOneOfRequired,
	"year-interval":   CheckYearInterval, "year-interval-value": CheckYearInterval,
	"opening-hours": CheckOpeningHours, "opening-hours-value": CheckOpeningHours,
	"phone-number": CheckPhoneNumber, "phone-number-value": CheckPhoneNumber,
	"french-gps-coordinates": CheckGPS, "french-gps-coordinates-value": CheckGPS,
	"reversed-french-gps-coordinates": CheckGPS,
	"coordonnees-gps-francaises":      CheckGPS,
}

// loadCheck reads one custom check, whatever spelling its name and parameters
// have.
func (s *Schema) loadCheck(name string, params map[string]json.RawMessage) error {
	canonical, ok := checkNames[strings.ReplaceAll(strings.ToLower(name), "_", "-")]
	if !ok {
		// Kept, so that every report says that it was not made.
		s.warn("the custom check %q is unknown", name)
		s.Checks = append(s.Checks, CustomCheck{Name: name})
		return nil
	}
	c := CustomCheck{Name: canonical}
	column := param(params, "column", "column1", "col", "field")
	switch canonical {
	case CheckCompare:
		c.Columns = append(column, param(params, "column2", "othercolumn", "other-column")...)
		if op := param(params, "op", "operator"); len(op) == 1 {
			c.Op = op[0]
		}
		if c.Op == "=" {
			c.Op = "=="
		}
		if !strings.Contains(" > >= == != <= < ", " "+c.Op+" ") {
			return fmt.Errorf("tableschema: the check %s has no operator we know: %q", name, c.Op)
		}
	case CheckOneOfRequired:
		if len(param(params, "column")) > 0 { // documented as column and column2
			column = param(params, "column")
		}
		c.Columns = append(column, param(params, "column2", "othercolumn", "columns", "othercolumns")...)
	case CheckCohesive, CheckSum:
		c.Columns = append(column, param(params, "othercolumns", "other-columns", "columns", "column2")...)
	case CheckYearInterval:
		c.Columns = column
		allow := param(params, "allow-year-only", "allow_year_only", "allowYearOnly")
		c.AllowYearOnly = len(allow) == 1 && (strings.EqualFold(allow[0], "yes") || strings.EqualFold(allow[0], "true"))
	default:
		c.Columns = column
	}
	need := 1
	switch canonical {
	case CheckCompare, CheckOneOfRequired, CheckCohesive:
		need = 2
	case CheckSum:
		need = 3
	}
	if len(c.Columns) < need {
		return fmt.Errorf("tableschema: the check %s names %d columns, at least %d are needed", name, len(c.Columns), need)
	}
	for _, col := range c.Columns {
		if s.index(col) < 0 {
			s.warn("%s: the check names the column %q, which is no field", name, col)
		}
	}
	s.Checks = append(s.Checks, c)
	return nil
}

// param gives the values of the first parameter present among names.
func param(params map[string]json.RawMessage, names ...string) []string {
	for _, n := range names {
		if raw, ok := params[n]; ok {
			var l looseList
			if l.UnmarshalJSON(raw) == nil && len(l) > 0 {
				return l
			}
		}
	}
	return nil
}
