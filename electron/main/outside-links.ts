/** Hosts that may open in the person's own browser; nothing else ever leaves the window. */
const OUTSIDE_HOSTS: ReadonlySet<string> = new Set([
  'appointmentbooking.co.za',
  'www.appointmentbooking.co.za',
  'docs.appointmentbooking.co.za',
  'monitor.appointmentbooking.co.za',
  'status.appointmentbooking.co.za',
]);

/** True for https addresses of listed hosts on the usual port, without credentials in the address. */
export function mayOpenOutside(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    url.password === '' &&
    OUTSIDE_HOSTS.has(url.hostname)
  );
}
