/** The superuser's URL, turned into that of another role or database of the same server. */
export function roleUrl(adminUrl: string, role: string, password: string, database = 'postgres'): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  url.pathname = `/${database}`;
  return url.href;
}
