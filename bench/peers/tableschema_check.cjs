// Reads a CSV under a Table Schema with tableschema of npm.
const { Table, Schema } = require(process.argv[2] + '/node_modules/tableschema')

;(async () => {
  const table = await Table.load(process.argv[3], { schema: process.argv[4] })
  const rows = await table.iter({ keyed: false, cast: true })
  let n = 0
  for (;;) {
    const next = await rows.next()
    if (next.done) break
    n++
  }
  console.log(n)
})().catch((error) => { console.error(String(error)); process.exit(1) })
