// Package template makes files to be filled in under a schema: workbooks (XLSX,
// ODS) whose columns have the right form, lists of the allowed values and a
// sheet that explains them, or plain CSV.
//
// The name and the number of the body that fills a template in appear by
// themselves in each row that is begun, so that a row which nobody filled in
// stays blank. What comes back is read like any workbook: the first sheet is the
// table, and the others are never taken for one.
package template
