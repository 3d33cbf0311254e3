/**
 * A name that every file system takes: letters of any language, figures, blanks, points, dashes; at most 100. A business
 * may be called anything, also nothing that can be kept: then `otherwise`.
 */
export function fileNameOf(name: string, otherwise: string): string {
  const plain = name
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[ .]+|[ .]+$/g, '')
    .slice(0, 100);
  return plain === '' ? otherwise : plain;
}
