/** The sign for "in a window of its own". */
export function WindowIcon() {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
      <path d="M4.5 4.5h8v8h-8zM1.5 9.5v-8h8" />
    </svg>
  );
}
