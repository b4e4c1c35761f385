// Package highvalue says which schemas are of high-value datasets under the
// implementing regulation (EU) 2023/138, and in which category.
//
// What is one is data (highvalue.yaml), dated and with its source; nothing of it
// is in code. A schema that is not there is not claimed to be one.
package highvalue
