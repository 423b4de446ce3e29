/** The editable data of triage: which version of each kind is in use, who made it when; and the way to edit it. */
import './sheets.css';
import { useLocation, useSearch } from 'wouter';
import { source } from '../../../app/hall.ts';
import { useTongue } from '../../../i18n/index.ts';
import { clockOf, dayOf } from '../../../ui/time.ts';
import { isTyping, useKeys } from '../../../ui/keys.ts';
import { Empty, Trouble } from '../../../ui/Trouble.tsx';
import { useAsked } from '../useAsked.ts';
import { KINDS, type SheetKind } from './draft.ts';
import { SheetEditor } from './SheetEditor.tsx';
import { hasDraft } from './useDraft.ts';

const askAll = () => Promise.all(KINDS.map((kind) => source.get('/api/triage/sheet-versions', {}, { kind })));
const PAGE = '/admin?section=sheets';

export function Sheets() {
  const wanted = new URLSearchParams(useSearch()).get('kind');
  const kind = KINDS.find((one) => one === wanted);
  const [, go] = useLocation();
  // Escape leaves the field first, then the sheet; the draft is kept.
  useKeys({
    Escape: ({ target }) => {
      if (isTyping(target)) (target as HTMLElement).blur();
      else if (kind !== undefined) go(PAGE);
    },
  });
  if (kind === undefined) return <Kinds onOpen={(one) => go(`${PAGE}&kind=${one}`)} />;
  return <SheetEditor key={kind} kind={kind} onBack={() => go(PAGE)} />;
}

function Kinds({ onOpen }: { onOpen: (kind: SheetKind) => void }) {
  const { t, term } = useTongue();
  const { answer, trouble } = useAsked(askAll);
  return (
    <section className="panel" aria-label={t('admin.section.sheets')}>
      <header>
        <h2>{t('admin.section.sheets')}</h2>
        <span className="grow muted cut">{t('sheet.what')}</span>
      </header>
      <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.sheets')}>
        <Trouble sentence={trouble} />
        {answer === null && trouble === null && <Empty title={t('common.loading')} />}
        {answer !== null && (
          <table className="table">
            <thead>
              <tr>
                <th>{t('admin.name')}</th>
                <th>{t('sheet.holds')}</th>
                <th>{t('sheet.in_use')}</th>
                <th>{t('admin.history.at')}</th>
                <th>{t('admin.history.who')}</th>
                <th>{t('admin.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {KINDS.map((kind, index) => {
                const made = answer[index]?.[0];
                return (
                  <tr key={kind}>
                    <td>
                      <button type="button" className="link" onClick={() => onOpen(kind)}>
                        {t(`sheet.kind.${kind}`)}
                      </button>{' '}
                      {hasDraft(kind) && <span className="tag accent">{t('sheet.draft')}</span>}
                    </td>
                    <td>{t(`sheet.holds.${kind}`)}</td>
                    <td>{made === undefined ? t('sheet.shipped') : t('admin.classes.version', { n: made.version })}</td>
                    <td className="at">{made === undefined ? '—' : `${dayOf(made.made_at)} ${clockOf(made.made_at)}`}</td>
                    <td>{made === undefined ? '—' : term('actor', made.made_by_name)}</td>
                    <td>{made === undefined ? '—' : made.note}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}
