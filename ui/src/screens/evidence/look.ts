export type Shown = { kind: 'image' | 'video' | 'audio'; type: string } | { kind: 'text'; text: string } | { kind: 'other' };
const begins = (bytes: Uint8Array, at: number, sign: string) => [...sign].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
/** What the bytes themselves say they are, never their name; text stays text, whatever it says. */
export async function lookAt(blob: Blob): Promise<Shown> {
  const bytes = new Uint8Array(await blob.slice(0, 64).arrayBuffer());
  if (begins(bytes, 0, '\u0089PNG')) return { kind: 'image', type: 'image/png' };
  if (begins(bytes, 0, '\u00ff\u00d8\u00ff')) return { kind: 'image', type: 'image/jpeg' };
  if (begins(bytes, 0, 'GIF8')) return { kind: 'image', type: 'image/gif' };
  if (begins(bytes, 0, 'RIFF')) return begins(bytes, 8, 'WEBP') ? { kind: 'image', type: 'image/webp' } : { kind: 'audio', type: 'audio/wav' };
  if (begins(bytes, 4, 'ftyp')) return { kind: 'video', type: 'video/mp4' };
  if (begins(bytes, 0, '\u001a\u0045\u00df\u00a3')) return { kind: 'video', type: 'video/webm' };
  if (begins(bytes, 0, 'ID3') || begins(bytes, 0, '\u00ff\u00fb')) return { kind: 'audio', type: 'audio/mpeg' };
  if (begins(bytes, 0, 'OggS')) return { kind: 'audio', type: 'audio/ogg' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await blob.slice(0, 1 << 20).arrayBuffer());
    if (!text.includes('\u0000')) return { kind: 'text', text };
  } catch { /* no text */ }
  return { kind: 'other' };
}
