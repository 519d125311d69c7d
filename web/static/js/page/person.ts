// Who sits in front of this browser?
export function me(): string {
  return document.body.dataset["user"] ?? "";
}

export function isSignedIn(): boolean {
  return me() !== "";
}

export function may(what: string): boolean {
  return (document.body.dataset["may"] ?? "").split(" ").includes(what);
}
