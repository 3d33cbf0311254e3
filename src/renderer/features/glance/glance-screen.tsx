export function GlanceScreen() {
  return null;
}
