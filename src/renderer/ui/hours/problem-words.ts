import { useTranslation } from 'react-i18next';
import type { StretchProblem } from '../../../domain/business/stretches.ts';

/** What is wrong with typed hours, in words. */
export function useProblemWords(): (problem: StretchProblem) => string {
  const { t } = useTranslation('hours');
  return (problem) => {
    switch (problem.kind) {
      case 'unreadable':
        return t('problem.unreadable', { part: problem.part });
      case 'reversed':
        return t('problem.reversed', { part: problem.part });
      case 'overlap':
        return t('problem.overlap', { part: problem.part, other: problem.other });
      case 'too_many':
        return t('problem.too_many');
    }
  };
}
