import type { ServiceItem } from '../../../contracts/queries.ts';

/**
 * Services that hold every typed word, the likeliest first: those whose name begins with what was typed, then those
 * that the person offers, then the order of the price list.
 */
export function matchServices(
  services: readonly ServiceItem[],
  typed: string,
  staffId: string | null,
): readonly ServiceItem[] {
  const text = typed.trim().toLowerCase();
  const words = text.split(/\s+/).filter(Boolean);
  const rank = (service: ServiceItem): number =>
    (service.name.toLowerCase().startsWith(text) ? 0 : 2) +
    (staffId === null || service.staffIds.includes(staffId) ? 0 : 1);
  return services
    .filter((service) =>
      words.every((word) => `${service.name} ${service.category}`.toLowerCase().includes(word)),
    )
    .toSorted((a, b) => rank(a) - rank(b));
}
