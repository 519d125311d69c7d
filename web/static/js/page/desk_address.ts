// Where does a view stand, and a conversation beside it?
export function deskAddress(mark: string, conversation?: string): string {
  const at = mark.indexOf("?");
  const [key, query] = at < 0 ? [mark, ""] : [mark.slice(0, at), mark.slice(at)];
  const path = conversation ? `/desk/${key}/${conversation}` : `/desk/${key}`;
  return query.length > 1 ? path + query : path;
}
