/** A line with the file and the test's name, then what it said. */
export function failuresOfVitest(reportFile: string): readonly string[];
export function failuresOfPlaywright(reportFile: string): readonly string[];
