// The shape that browsers accept in an e-mail input (HTML, section "Email state"), with letters of any script, and a dot in the domain.
const shape =
  /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?)+$/u;

/** Whether `text`, trimmed, can be an e-mail address. */
export function isEmail(text: string): boolean {
  return shape.test(text.trim());
}

/** How e-mails compare: trimmed and without case (decisions.md, section 1). */
export function emailKey(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}
