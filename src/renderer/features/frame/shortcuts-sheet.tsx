export function ShortcutsSheet() {
  return null;
}
