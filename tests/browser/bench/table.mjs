// The lines of a bench: what was measured, its limit and the verdict.
//
//     const table = new Table();
//     table.add({name: 'LCP', value: 812, unit: 'ms', most: 1_000, peer: '…'});
//     process.exitCode = table.print() ? 0 : 1;

export class Table {
  lines = [];

  // `most`: the limit; absent for a figure that is only told. `detail`: how it was measured.
  add(line) {
    this.lines.push(line);
    const limit = line.most === undefined ? '' : `, at most ${this.#number(line.most)}`;
    console.error(`  ${line.name}: ${this.#number(line.value)} ${line.unit}${limit}`);
  }

  // Prints all, and returns whether every limit is held.
  print() {
    const rows = this.lines.map(
        (line) =>
            [line.name,
             `${this.#number(line.value)} ${line.unit}`,
             line.most === undefined ? '–' : `≤ ${this.#number(line.most)} ${line.unit}`,
             line.most === undefined ? '' :
                 this.#holds(line)   ? 'held' :
                                       'MISSED',
             line.peer ?? '',
             line.detail ?? '',
    ]);
    rows.unshift(['what', 'measured', 'limit', 'verdict', 'peers', 'how']);
    const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
    for (const row of rows) {
      console.log(row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd());
    }
    return this.lines.every((line) => this.#holds(line));
  }

  #holds({value, most}) { return most === undefined || (Number.isFinite(value) && value <= most); }

  #number(value) {
    if (!Number.isFinite(value)) return '–';
    return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
  }
}

export function median(values) { return quantile(values, 0.5); }

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ?
      NaN :
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
