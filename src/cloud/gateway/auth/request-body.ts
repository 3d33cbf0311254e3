import { z } from 'zod';
import { AuthError } from './auth-error.ts';

const metadata = z.record(z.string(), z.unknown());
const address = z
  .string()
  .min(3)
  .max(255)
  .regex(/^[^\s@]+@[^\s@]+$/);

export const passwordGrant = z.object({ email: z.string().min(1), password: z.string().min(1) });
export const refreshGrant = z.object({ refresh_token: z.string().min(1).max(255) });
export const userChange = z.object({ password: z.string().optional(), data: metadata.optional() });
export const signUp = z.object({ email: address, password: z.string().min(1), data: metadata.nullish() });
export const recovery = z.object({ email: address });
export const codeCheck = z.object({
  email: address,
  token: z.string().min(1).max(255),
  type: z.enum(['recovery', 'signup', 'email']),
});
export const adminUser = z.object({
  id: z.uuid().optional(),
  email: address.optional(),
  password: z.string().optional(),
  email_confirm: z.boolean().optional(),
  app_metadata: metadata.optional(),
  user_metadata: metadata.optional(),
  ban_duration: z.string().optional(),
});

/** Parses a body against a shape; unknown fields are dropped. Throws 400 bad_json or validation_failed. */
export function readBody<T>(body: unknown, shape: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(body instanceof Buffer ? body.toString('utf8') : '');
  } catch {
    throw new AuthError(400, 'bad_json', 'Could not parse request body as JSON');
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AuthError(
    400,
    'validation_failed',
    `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not valid'}`,
  );
}

/** bcrypt reads 72 bytes: a longer password would silently be cut. */
export function checkNewPassword(password: string): void {
  if (password.length < 6)
    throw new AuthError(422, 'weak_password', 'Password should be at least 6 characters.', {
      weak_password: { reasons: ['length'] },
    });
  if (Buffer.byteLength(password) > 72)
    throw new AuthError(422, 'validation_failed', 'Password cannot be longer than 72 characters');
}
