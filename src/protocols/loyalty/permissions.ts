/** The vendor's name of a permission. */
export function wirePermission(permission: string): string {
  return permission.replaceAll("-", "_");
}
