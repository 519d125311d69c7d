// How long are words, as their platform counts them?
export interface Length {
  length: number;
  limit: number | null;
  unit: string;
  too_long: boolean;
}

export async function counted(url: string, text: string, audience: string, signal: AbortSignal): Promise<Length | null> {
  const body = new URLSearchParams({ text, audience });
  try {
    const response = await fetch(url, { method: "POST", body, signal, headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as Length) : null;
  } catch (failure) {
    if (!signal.aborted) console.info("The length is not known now.", failure);
    return null;
  }
}
