import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import { useNow } from '../../data/clock.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useTell } from '../../ui/tell.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './flags-screen.module.css';
import type { Flag, FlagState, Tenant } from './flag-states.ts';

type Choice = 'on' | 'off' | 'useDefault';
const CHOICES: readonly Choice[] = ['on', 'off', 'useDefault'];
const VALUES: Readonly<Record<Choice, boolean | null>> = { on: true, off: false, useDefault: null };
const SHORTEST_REASON = 3;

/** Changes one flag of one business, online, against the version shown. */
export function FlagPanel({
  flag,
  tenant,
  state,
  name,
  onClose,
}: {
  readonly flag: Flag;
  readonly tenant: Tenant;
  readonly state: FlagState;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('flags');
  const format = useFormat();
  const now = useNow(60_000);
  const link = useDeskLink();
  const tell = useTell();
  const current: Choice = state.override === null ? 'useDefault' : state.override.isOn ? 'on' : 'off';
  const [choice, setChoice] = useState<Choice>(state.isOn ? 'off' : 'on');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const isValid = choice !== current && reason.trim().length >= SHORTEST_REASON;
  const word = (isOn: boolean): string => t(isOn ? 'state.on' : 'state.off');

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isValid || busy) return;
    setBusy(true);
    setFailure(null);
    const answer = await link.call('flags.set', {
      flagId: flag.id,
      tenantId: tenant.tenantId,
      isOn: VALUES[choice],
      expectedVersion: state.override?.version ?? 0,
      reason: reason.trim(),
    });
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer.error);
      return;
    }
    tell(t('panel.done', { flag: name, tenant: tenant.name, state: word(VALUES[choice] ?? flag.defaultOn) }));
    onClose();
  };

  return (
    <SidePanel title={name} onClose={onClose}>
      <form className={css.form} onSubmit={(event) => void submit(event)}>
        <div>
          <p className={css.formTenant}>{tenant.name}</p>
          <p className={css.facts}>{flag.description}</p>
        </div>
        <dl className={css.standing}>
          <div>
            <dt>{t('panel.now')}</dt>
            <dd>{word(state.isOn)}</dd>
          </div>
          <div>
            <dt>{t('panel.default')}</dt>
            <dd>{word(flag.defaultOn)}</dd>
          </div>
        </dl>
        <p className={css.history}>
          {state.override
            ? t('panel.override', {
                when: format.ago(state.override.changedAt, now),
                who: state.override.changedBy,
              })
            : t('panel.noOverride')}
          {state.override ? <span>{t('panel.because', { reason: state.override.reason })}</span> : null}
        </p>
        <fieldset className={css.choices}>
          <legend>{t('panel.choose')}</legend>
          {CHOICES.map((one) => (
            <label key={one} data-chosen={one === choice}>
              <input
                type="radio"
                name="value"
                checked={one === choice}
                autoFocus={one === choice}
                onChange={() => setChoice(one)}
              />
              {one === 'useDefault'
                ? t('panel.useDefault', { state: word(flag.defaultOn) })
                : t(`panel.${one}`)}
            </label>
          ))}
        </fieldset>
        {choice === current ? <p className={css.facts}>{t('panel.same')}</p> : null}
        <Textarea
          label={t('panel.reason')}
          description={t('panel.reasonHint')}
          autosize
          minRows={2}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!isValid || busy}>
          {busy ? t('panel.busy') : t('panel.submit')}
        </Button>
        <p className={css.facts}>{t('panel.effect')}</p>
        {failure ? <FailureText failure={failure} /> : null}
      </form>
    </SidePanel>
  );
}
