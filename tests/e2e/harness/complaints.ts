import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * What axe finds serious or critical on the screen, in the light and in the dark. One exception: a card's spoken label
 * names its end, its person and its status in an order of its own, where the card shows only what its height allows.
 */
export async function complaintsOf(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Legacy mode opens no second page, which a single-window application would refuse.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    for (const { impact, id, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      for (const { html, failureSummary } of nodes) {
        if (id === 'label-content-name-mismatch' && html.includes('data-line=')) continue;
        found.push(`${colorScheme}: ${id}: ${failureSummary ?? ''} at ${html}`);
      }
    }
  }
  return found;
}
