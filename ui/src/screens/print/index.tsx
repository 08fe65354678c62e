export default function Screen(_: { id?: string | undefined; part?: string | undefined; path?: string }) {
  return null;
}
