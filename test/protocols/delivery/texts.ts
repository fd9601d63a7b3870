/** Texts of 1 to 12 characters, which every text field has room for, and that are texts like others. */
export const usual = {
  "a quote": "O'Brien",
  "double quotes": '"Joe"',
  backslashes: "\\x\\",
  SQL: "'; --",
  "SQL of a comment": "/* x */",
  "a placeholder": "$1 %s ?",
  "a template": "{{7*7}}",
  HTML: "<b>&amp;</b>",
  "an emoji": "😀👩‍👩‍👧",
  "a combining accent": "e\u0301",
  "right to left": "שלום عرب",
  Chinese: "東京都",
  "a comma": "a, b",
  percent: "100%_",
};
/** Texts that may be refused, but by a refusal. */
export const odd = {
  "a NUL": "a\u0000b",
  "NUL alone": "\u0000",
  "a lone surrogate": "a\ud800b",
  "surrogates in the wrong order": "\udc00\ud800",
  "a right-to-left override": "\u202etxet",
  "a line break": "a\r\nb",
  "a bell": "\u0007",
  "a byte order mark": "\ufeffa",
  "a non-character": "\uffff",
  "a zero-width space": "\u200b",
  spaces: "   ",
};
