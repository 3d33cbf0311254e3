/** What a password must have, said before one is chosen. A cloud may want more, and then says so. */
export const PASSWORD_MIN = 10;
/** Clouds cut what is longer (bcrypt reads 72 bytes). */
export const PASSWORD_MAX_BYTES = 72;

/** Length alone: rules about signs make passwords that are written on the desk. */
export function passwordProblem(password: string, email: string): 'short' | 'long' | 'address' | null {
  if (password.length < PASSWORD_MIN) return 'short';
  if (utf8Length(password) > PASSWORD_MAX_BYTES) return 'long';
  const [name = ''] = email.toLowerCase().split('@', 1);
  return password.toLowerCase() === email.toLowerCase() || password.toLowerCase() === name ? 'address' : null;
}

const utf8Length = (text: string): number =>
  [...text].reduce((sum, sign) => {
    const point = sign.codePointAt(0) ?? 0;
    return sum + (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4);
  }, 0);
