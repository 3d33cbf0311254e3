/** A tooltip's text with the shortcut that does the same. */
export function WithKeys({ text, keys }: { readonly text: string; readonly keys: string }) {
  return (
    <span>
      {text} <Keys keys={keys} />
    </span>
  );
}

/** A key combination as keycaps: 'Ctrl+K', 'Alt+ArrowLeft'. */
export function Keys({ keys }: { readonly keys: string }) {
  const names = keys === '+' ? ['+'] : keys.split('+');
  return (
    <span className="keys">
      {names.map((name) => (
        <kbd key={name}>{SIGNS[name] ?? name}</kbd>
      ))}
    </span>
  );
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Enter: '↵',
};
