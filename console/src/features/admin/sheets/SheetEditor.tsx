/** One sheet: its parts, the form of what is chosen, and on the right what the draft does and how it is published. */
import { useCallback, useMemo, useState } from 'react';
import { source } from '../../../app/hall.ts';
import { usePaused } from '../../../app/usePaused.ts';
import { useTongue } from '../../../i18n/index.ts';
import type { Schema } from '../../../source/contract.ts';
import { Empty, Trouble } from '../../../ui/Trouble.tsx';
import { useAsked } from '../useAsked.ts';
import { changesOf, entriesOf, rebased, withValue, type Body, type Fault, type SheetKind } from './draft.ts';
import { EditingContext, type Editing } from './editing.ts';
import { EntryForm } from './EntryForm.tsx';
import { EntryList } from './EntryList.tsx';
import { MappingsForm, TryCode } from './MappingsForm.tsx';
import { GROUPS } from './names.ts';
import { PublishSheet, RestoreSheet } from './PublishSheet.tsx';
import { CardPreview, TrySheet } from './TrySheet.tsx';
import { useDraft } from './useDraft.ts';
import { VersionLine } from './VersionLine.tsx';

type Made = Schema<'SheetVersion'>;
const PAUSE_MS = 400;
const NONE: readonly Fault[] = [];

/** Both at once: a version list never stands beside the body of another time. */
async function askKind(kind: SheetKind) {
  const [versions, sheet] = await Promise.all([
    source.get('/api/triage/sheet-versions', {}, { kind }),
    source.get('/api/triage/sheet', {}, { kind }),
  ]);
  return { versions: versions.filter((one) => one.version <= sheet.version), sheet };
}

export function SheetEditor({ kind, onBack }: { kind: SheetKind; onBack: () => void }) {
  const { t } = useTongue();
  const ask = useCallback(() => askKind(kind), [kind]);
  const { answer, trouble, again } = useAsked(ask);
  if (answer === null)
    return (
      <section className="panel" aria-label={t(`sheet.kind.${kind}`)}>
        <Trouble sentence={trouble} />
        {trouble === null && <Empty title={t('common.loading')} />}
      </section>
    );
  const { versions, sheet } = answer;
  return <Editor kind={kind} versions={versions} newest={sheet.version} present={sheet.body} onBack={onBack} onMade={again} />;
}

interface EditorProps {
  readonly kind: SheetKind;
  readonly versions: readonly Made[];
  readonly newest: number;
  readonly present: Body;
  readonly onBack: () => void;
  readonly onMade: () => void;
}

function Editor({ kind, versions, newest, present, onBack, onMade }: EditorProps) {
  const { t } = useTongue();
  const [wanted, setWanted] = useState<number | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [draft, keep] = useDraft(kind);
  const askOlder = useMemo(
    () => () => (wanted === null ? Promise.resolve(null) : source.get('/api/triage/sheet', {}, { kind, version: wanted })),
    [kind, wanted],
  );
  const older = useAsked(askOlder);
  const isOpen = wanted === null;
  const olderBody = older.answer?.version === wanted ? older.answer.body : null;
  const body = isOpen ? (draft?.body ?? present) : olderBody;

  const drafted = isOpen ? draft?.body : undefined;
  const check = useMemo(
    () =>
      drafted === undefined
        ? null
        : async () => (await source.post({ path: '/api/triage/sheet-check', body: { kind, body: drafted } })).faults,
    [kind, drafted],
  );
  const faults = usePaused<readonly Fault[]>(check, PAUSE_MS, NONE);
  const changes = useMemo(() => (drafted === undefined ? [] : changesOf(present, drafted)), [present, drafted]);

  function replace(next: Body): void {
    keep({ base: draft?.base ?? newest, body: next }, present);
  }
  /** The draft upon the version that came meanwhile. Throws what the hall answers. */
  async function rebase(): Promise<void> {
    if (draft === null) return;
    const base = await source.get('/api/triage/sheet', {}, { kind, version: draft.base });
    keep({ base: newest, body: rebased(base.body, draft.body, present) }, present);
    setChosen(null);
  }
  function show(version: number): void {
    setWanted(version === newest ? null : version);
    setChosen(null);
  }
  /** To the entry that a fault or a change is of, and the field in it. */
  function goTo(where: string): void {
    if (body === null) return;
    const entry = entriesOf(body).find((one) => where === one.where || where.startsWith(`${one.where}.`));
    if (kind !== 'mappings') setChosen(entry?.where ?? null);
    const field = kind === 'mappings' ? 'rows' : where;
    setTimeout(() => document.querySelector<HTMLElement>(`[data-where="${field}"]`)?.focus(), 50);
  }

  const line = <VersionLine kind={kind} versions={versions} shown={wanted ?? newest} onShow={show} onBack={onBack} />;
  if (body === null)
    return (
      <section className="sheet">
        {line}
        <Trouble sentence={older.trouble} />
        {older.trouble === null && <Empty title={t('common.loading')} />}
      </section>
    );
  const editing: Editing = { body, isOpen, faults, replace, set: (where, value) => replace(withValue(body, where, value)) };
  const card = 'cards' in body && chosen?.startsWith('cards.') === true ? body.cards[Number(chosen.split('.')[1])] : undefined;
  return (
    <EditingContext value={editing}>
      <section className="sheet">
        {line}
        <div className={kind === 'mappings' ? 'sheet-split two' : 'sheet-split'}>
          {kind !== 'mappings' && <EntryList groups={GROUPS[kind]} changes={changes} chosen={chosen} onChoose={setChosen} />}
          <section className="panel sheet-form" aria-label={t('sheet.one')}>
            <div className="body" tabIndex={0} role="region" aria-label={t('sheet.one')}>
              {'rows' in body ? (
                <MappingsForm mappings={body} />
              ) : chosen === null ? (
                <Empty title={t('case.none')} what={t(isOpen ? 'sheet.choose' : 'admin.classes.old')} />
              ) : (
                <EntryForm key={chosen} where={chosen} present={present} onGone={() => setChosen(null)} />
              )}
            </div>
          </section>
          <section className="panel sheet-side" aria-label={t('sheet.effect')}>
            <div className="body" tabIndex={0} role="region" aria-label={t('sheet.effect')}>
              {isOpen ? (
                <PublishSheet
                  kind={kind}
                  newest={newest}
                  draft={draft}
                  changes={changes}
                  faults={faults}
                  note={note}
                  onNote={setNote}
                  onGo={goTo}
                  onForget={() => {
                    keep(null, present);
                    setChosen(null);
                    setNote('');
                  }}
                  onRebase={rebase}
                  onDone={() => {
                    keep(null, present);
                    setNote('');
                    onMade();
                  }}
                />
              ) : (
                <RestoreSheet
                  version={wanted}
                  older={body}
                  present={present}
                  onRestore={(next) => {
                    keep({ base: newest, body: next }, present);
                    setNote(t('sheet.restore.note', { n: wanted }));
                    show(newest);
                  }}
                />
              )}
              {'rows' in body ? <TryCode mappings={body} /> : isOpen && <TrySheet kind={kind} body={body} isFit={faults.length === 0} />}
              {card !== undefined && 'cards' in body && card.classes.length > 0 && (
                <CardPreview key={`${chosen ?? ''} ${card.classes[0] ?? ''}`} guide={body} classCode={card.classes[0] ?? ''} />
              )}
            </div>
          </section>
        </div>
      </section>
    </EditingContext>
  );
}
