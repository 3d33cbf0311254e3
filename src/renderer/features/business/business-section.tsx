import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BusinessFacts } from '../../../contracts/queries/business.ts';
import { LANGUAGES, TRADES } from '../../../domain/business/kinds.ts';
import type { CommandArgs } from '../../../domain/registry.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { PendingMark } from '../../ui/pending-mark.tsx';
import css from './section.module.css';
import { SectionPage, SettingRow } from './section-page.tsx';
import { SettingText } from './setting-text.tsx';
import { useSave } from './use-save.ts';

type Changes = CommandArgs<'tenant.update'>['changes'];

const LONGEST_NAME = 120;

/** The facts of the business, each changed where it stands. */
export function BusinessSection() {
  const { t } = useTranslation('business');
  const { data, error } = useDeskQuery('business', {});
  return (
    <SectionPage title={t('facts.title')} sentence={t('facts.sentence')}>
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {data === null ? <p className={css.quiet}>{t('facts.missing')}</p> : null}
      {data ? <Facts business={data} /> : null}
    </SectionPage>
  );
}

function Facts({ business }: { readonly business: BusinessFacts }) {
  const { t } = useTranslation('business');
  const save = useSave();
  const { id } = business;
  const change = (what: string, changes: Changes, before: Changes): Promise<boolean> =>
    save([{ name: 'tenant.update', args: { id, changes } }], {
      text: t('undoText.saved', { what }),
      commands: [{ name: 'tenant.update', args: { id, changes: before } }],
    });
  return (
    <div>
      <SettingRow label={t('facts.name')} hint={t('facts.nameHint')} labelFor="business-name">
        <SettingText
          id="business-name"
          value={business.name}
          check={(text) =>
            text === ''
              ? t('nameNeeded')
              : text.length > LONGEST_NAME
                ? t('tooLong', { most: LONGEST_NAME })
                : null
          }
          onSave={(name) => change(t('facts.name'), { name }, { name: business.name })}
        />
      </SettingRow>
      <SettingRow label={t('facts.trade')} hint={t('facts.tradeHint')}>
        <fieldset className={css.segments}>
          <legend className="visually-hidden">{t('facts.trade')}</legend>
          {TRADES.map((trade) => (
            <label key={trade} data-chosen={trade === business.trade}>
              <input
                type="radio"
                name="trade"
                checked={trade === business.trade}
                onChange={() => {
                  const before = TRADES.find((one) => one === business.trade);
                  void change(t('facts.trade'), { trade }, { trade: before ?? trade });
                }}
              />
              {t(`facts.trades.${trade}`)}
            </label>
          ))}
        </fieldset>
      </SettingRow>
      <SettingRow label={t('facts.language')} hint={t('facts.languageHint')} labelFor="business-language">
        <Select
          id="business-language"
          aria-describedby="business-language-hint"
          data={LANGUAGES.map((value) => ({ value, label: t(`facts.languages.${value}`) }))}
          value={business.language}
          allowDeselect={false}
          onChange={(chosen) => {
            const language = LANGUAGES.find((one) => one === chosen);
            const before = LANGUAGES.find((one) => one === business.language);
            if (language === undefined || language === before) return;
            void change(t('facts.language'), { language }, { language: before ?? language });
          }}
        />
      </SettingRow>
      <SettingRow label={t('facts.vat')} hint={t('facts.vatHint')} labelFor="business-vat">
        <Switch
          id="business-vat"
          aria-describedby="business-vat-hint"
          checked={business.vatRegistered}
          onChange={({ currentTarget }) =>
            void change(
              t('facts.vat'),
              { vat_registered: currentTarget.checked },
              { vat_registered: business.vatRegistered },
            )
          }
        />
      </SettingRow>
      {business.pending ? <PendingMark label={t('pending')} /> : null}
    </div>
  );
}
