/**
 * Returns a random UUID. `crypto.randomUUID` is missing on pages without https; the address of a
 * blob ends in one everywhere.
 */
export function newIdentifier(): string {
  const address = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(address);
  return address.slice(-36);
}
