/**
 * JSON that holds people's words, so that PostgreSQL can look into it. It keeps any JSON as it was written, but refuses to
 * read a document in which somewhere stands a zero or half a pair of surrogates: one such text of one customer's would end
 * a question that goes through everybody's.
 */

/** The column with a sign in place of those, for a query that looks into it: the column itself stays as it is. */
export function readable(column: string): string {
  // A backslash that is escaped itself may stand before: what takes the place is an escape of the same length, so that
  // the text stays JSON then too.
  return `case when strpos(${column}::text, '\\u') = 0 then ${column}
    else regexp_replace(${column}::text, '\\\\u(0000|d[89a-f][0-9a-f]{2})', '\\\\ufffd', 'gi')::json end`;
}
