// How is one attempt to say something told from another?

// randomUUID exists only on secure origins, and a department's desk may be
// plain HTTP on its own network.
export function freshToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
