import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Role } from '../domain/command.ts';
import { DAY, type Instant } from '../base/time.ts';
import { err, ok, type Result } from '../base/result.ts';
import { type Connection, sql } from './connection.ts';
import type { Settings } from './settings.ts';

/**
 * People who may switch in on this PC. The PIN chooses who acts; it protects no file and widens no right. First, and
 * again after five wrong PINs or 30 days, a person signs in online.
 */

export type PcPerson = {
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
  readonly email: string | null;
  readonly userId: string | null;
  readonly hasPin: boolean;
  readonly failures: number;
  readonly lastOnlineAt: Instant;
  /** When the PIN alone is no longer enough. */
  readonly pinExpiresAt: Instant;
};

/** A person's session with the cloud. Kept in the encrypted file and nowhere else. */
export type StoredSession = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Instant;
};

export type PinRefusal = {
  /** Codes of the desk's calls: PIN_EXPIRED also blocks new writes. NO_PIN: none was set yet. */
  readonly code: 'WRONG_PIN' | 'PIN_BLOCKED' | 'PIN_EXPIRED' | 'NO_PIN';
  readonly failuresLeft: number;
};

export type PeopleStore = {
  /** Without those of whom the cloud has said that they left. */
  readonly list: (scope: string) => readonly PcPerson[];
  readonly get: (scope: string, memberId: string) => PcPerson | null;
  /** After a sign-in online: the person is known here, the failures and the 30 days begin anew. */
  readonly signedInOnline: (
    scope: string,
    person: {
      readonly memberId: string;
      readonly name: string;
      readonly role: Role;
      readonly email: string | null;
      readonly userId: string | null;
    },
    now: Instant,
  ) => void;
  readonly setPin: (scope: string, memberId: string, pin: string) => Promise<void>;
  /** The person signs in online next. */
  readonly clearPin: (scope: string, memberId: string) => void;
  /** Counts a wrong PIN before it answers, so that pulling the plug gives no free try. */
  readonly checkPin: (
    scope: string,
    memberId: string,
    pin: string,
    now: Instant,
  ) => Promise<Result<PcPerson, PinRefusal>>;
  readonly session: (scope: string, memberId: string) => StoredSession | null;
  readonly saveSession: (scope: string, memberId: string, session: StoredSession | null) => void;
  readonly remove: (scope: string, memberId: string) => void;
};

export const PIN_FAILURES = 5;
export const PIN_DAYS_DEFAULT = 30;
const PIN_DAYS_SETTING = 'pin.days';

/** 16 MiB and about 50 ms: a PIN has few digits, but it does not guard the file. */
const SCRYPT = { N: 16_384, r: 8, p: 1 } as const;
const HASH_BYTES = 32;

/** Name and role as the business has them now; those of the last sign-in where the replica holds no members. */
const COLUMNS = `p.member_id, coalesce(m.name, p.name) as name, coalesce(m.role, p.role) as role, p.email, p.user_id,
  p.pin_hash is not null as has_pin, p.failures, p.last_online_at`;
const FROM = `from pc_person p left join member m on m.id = p.member_id and m.deleted_at is null`;
const HAS_LEFT = `exists (select 1 from member l where l.id = p.member_id and (l.active = 0 or l.deleted_at is not null))`;
const LIST = sql('people.list', `select ${COLUMNS} ${FROM} where p.scope = ? and not ${HAS_LEFT} order by 2`);
const GET = sql('people.get', `select ${COLUMNS} ${FROM} where p.scope = ? and p.member_id = ?`);
const SIGNED_IN = sql(
  'people.signed-in',
  `insert into pc_person (scope, member_id, name, role, email, user_id, last_online_at) values (?, ?, ?, ?, ?, ?, ?)
   on conflict (scope, member_id) do update set name = excluded.name, role = excluded.role, email = excluded.email,
     user_id = excluded.user_id, last_online_at = excluded.last_online_at, failures = 0`,
);
const SET_PIN = sql(
  'people.set-pin',
  'update pc_person set pin_hash = ?, pin_salt = ?, failures = 0 where scope = ? and member_id = ?',
);
const CLEAR_PIN = sql(
  'people.clear-pin',
  'update pc_person set pin_hash = null, pin_salt = null, failures = 0 where scope = ? and member_id = ?',
);
const PIN = sql('people.pin', 'select pin_hash, pin_salt from pc_person where scope = ? and member_id = ?');
const LEFT = sql(
  'people.left',
  'select 1 from member where id = ? and (active = 0 or deleted_at is not null)',
);
const SET_FAILURES = sql(
  'people.set-failures',
  'update pc_person set failures = ? where scope = ? and member_id = ?',
);
const SESSION = sql(
  'people.session',
  'select access_token, refresh_token, expires_at from pc_person where scope = ? and member_id = ?',
);
const SAVE_SESSION = sql(
  'people.save-session',
  'update pc_person set access_token = ?, refresh_token = ?, expires_at = ? where scope = ? and member_id = ?',
);
const REMOVE = sql('people.remove', 'delete from pc_person where scope = ? and member_id = ?');

type PersonRow = {
  readonly member_id: string;
  readonly name: string;
  readonly role: Role;
  readonly email: string | null;
  readonly user_id: string | null;
  readonly has_pin: number;
  readonly failures: number;
  readonly last_online_at: Instant;
};

const hashPin = (pin: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin.normalize('NFKC'), salt, HASH_BYTES, SCRYPT, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });

/** `onChange` hears of every change but wrong PINs. */
export function createPeopleStore(
  connection: Connection,
  settings: Settings,
  onChange: () => void,
): PeopleStore {
  const toPerson = (row: PersonRow): PcPerson => {
    const days = Number(settings.get(PIN_DAYS_SETTING) ?? PIN_DAYS_DEFAULT);
    return {
      memberId: row.member_id,
      name: row.name,
      role: row.role,
      email: row.email,
      userId: row.user_id,
      hasPin: row.has_pin === 1,
      failures: row.failures,
      lastOnlineAt: row.last_online_at,
      pinExpiresAt: row.last_online_at + days * DAY,
    };
  };
  const get = (scope: string, memberId: string): PcPerson | null => {
    const row = connection.get<PersonRow>(GET, scope, memberId);
    return row ? toPerson(row) : null;
  };
  const setFailures = (scope: string, memberId: string, failures: number): void => {
    connection.transaction(() => connection.run(SET_FAILURES, failures, scope, memberId));
  };
  const refuse = (code: PinRefusal['code'], failures: number) =>
    err({ code, failuresLeft: Math.max(0, PIN_FAILURES - failures) });

  return {
    list: (scope) => connection.all<PersonRow>(LIST, scope).map(toPerson),
    get,
    signedInOnline: (scope, { memberId, name, role, email, userId }, now) => {
      connection.transaction(() =>
        connection.run(SIGNED_IN, scope, memberId, name, role, email, userId, now),
      );
      onChange();
    },
    setPin: async (scope, memberId, pin) => {
      const salt = randomBytes(16);
      const hash = await hashPin(pin, salt);
      connection.transaction(() => connection.run(SET_PIN, hash, salt, scope, memberId));
      onChange();
    },
    clearPin: (scope, memberId) => {
      connection.transaction(() => connection.run(CLEAR_PIN, scope, memberId));
      onChange();
    },
    checkPin: async (scope, memberId, pin, now) => {
      const person = get(scope, memberId);
      const [expected, salt] = (connection.row(PIN, scope, memberId) ?? []) as [Uint8Array?, Uint8Array?];
      if (!person || !expected || !salt) return refuse('NO_PIN', 0);
      // The cloud has said that this person left: the PIN opens nothing any more, with or without a network.
      if (connection.row(LEFT, memberId) !== undefined) return refuse('NO_PIN', 0);
      if (person.failures >= PIN_FAILURES) return refuse('PIN_BLOCKED', person.failures);
      const failures = person.failures + 1;
      setFailures(scope, memberId, failures);
      const given = await hashPin(pin, salt);
      if (!timingSafeEqual(given, expected)) {
        return refuse(failures >= PIN_FAILURES ? 'PIN_BLOCKED' : 'WRONG_PIN', failures);
      }
      setFailures(scope, memberId, 0);
      if (now >= person.pinExpiresAt) return refuse('PIN_EXPIRED', 0);
      return ok({ ...person, failures: 0 });
    },
    session: (scope, memberId) => {
      const [accessToken, refreshToken, expiresAt] = connection.row(SESSION, scope, memberId) ?? [];
      if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') return null;
      return { accessToken, refreshToken, expiresAt: expiresAt as Instant };
    },
    saveSession: (scope, memberId, session) => {
      connection.transaction(() =>
        connection.run(
          SAVE_SESSION,
          session?.accessToken ?? null,
          session?.refreshToken ?? null,
          session?.expiresAt ?? null,
          scope,
          memberId,
        ),
      );
      onChange();
    },
    remove: (scope, memberId) => {
      connection.transaction(() => connection.run(REMOVE, scope, memberId));
      onChange();
    },
  };
}
