import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, sql } from '../../../src/replica/connection.ts';
import { editDistance, WordList } from '../../../src/replica/word-list.ts';
import { at, type Desk, fill, KEY, newDesk, nextId, RECEPTION, SCOPE } from './replica-fixture.ts';
import fc from 'fast-check';

const VIEW = { scope: SCOPE, now: at(9), showNames: true };

let desk: Desk;
beforeEach(() => {
  desk = newDesk();
  fill(desk);
  create('Zoë Naudé', '+27823456789', 'zoe.naude@example.co.za');
  create('Pieter van Wyk', '+27715550199');
  create('Petrus van der Merwe', '+27835550177');
  create("Sipho O'Brien", null);
  create('Anne-Marie Botha', '+447700900123');
});
afterEach(() => desk.dispose());

function create(name: string, phone: string | null, email: string | null = null): string {
  const id = nextId();
  const args = { id, name, phone, email, note: null, importId: null };
  const answer = desk.replica.execute(SCOPE, [{ name: 'client.create', args }], RECEPTION);
  if (!answer.ok) throw new Error(answer.error.rejection.code);
  return id;
}
const names = (text: string): readonly string[] =>
  desk.replica.query('clientSearch', { text, limit: 10 }, VIEW).map(({ name }) => name);

describe('a client is found', () => {
  it.each([
    ['Zoe Naude', 'Zoë Naudé', 'accents left out'],
    ['naude zoe', 'Zoë Naudé', 'the surname first'],
    ['zoé', 'Zoë Naudé', 'another accent'],
    ['Pietr van Wik', 'Pieter van Wyk', 'two errors in two words'],
    ['pietre', 'Pieter van Wyk', 'two letters swapped'],
    ['Peter v', 'Pieter van Wyk', 'a letter left out of a word, the next one begun'],
    ['vandermerwe', 'Petrus van der Merwe', 'three words typed as one'],
    ['merw', 'Petrus van der Merwe', 'a word begun'],
    ['obrien', "Sipho O'Brien", 'without the apostrophe'],
    ['O’Brien', "Sipho O'Brien", 'another apostrophe'],
    ['marie both', 'Anne-Marie Botha', 'a part of a double name'],
    ['zoe.naude@ex', 'Zoë Naudé', 'the address'],
    ['zoe.nuade@example', 'Zoë Naudé', 'the address with an error'],
    ['082 345 6789', 'Zoë Naudé', 'as dialled'],
    ['+27 (82) 345-6789', 'Zoë Naudé', 'as written abroad'],
    ['0027 82 345', 'Zoë Naudé', 'begun with the old prefix'],
    ['823456789', 'Zoë Naudé', 'without the 0'],
    ['6789', 'Zoë Naudé', 'the last digits'],
    ['3456 78', 'Zoë Naudé', 'digits of the middle'],
    ['7700900', 'Anne-Marie Botha', 'a foreign number'],
  ])('%s finds %s: %s', (typed, name) => {
    expect(names(typed)[0]).toBe(name);
  });

  it('but nobody for what is near to no one', () => {
    expect(names('xyzzy')).toEqual([]);
    expect(names('%')).toEqual([]);
    expect(names('" or 1')).toEqual([]);
  });

  it('under the new name alone after a change', () => {
    const id = create('Busisiwe Ngcobo', null);
    const changes = { name: 'Busisiwe Mbatha' };
    desk.replica.execute(SCOPE, [{ name: 'client.update', args: { id, changes } }], RECEPTION);
    expect(names('mbata')).toEqual(['Busisiwe Mbatha']);
    expect(names('ngcobo')).toEqual([]);
  });

  it('in an index that an older version had left behind', () => {
    const eye = connect({ path: desk.file, key: KEY });
    eye.transaction(() => {
      eye.exec("delete from client_search_key; insert into client_word (client_word) values ('delete-all')");
      eye.run(sql('test.older', `update setting set value = '1' where key = 'client-search.version'`));
    });
    eye.close();
    desk = desk.reopen();
    expect(names('Pietr van Wik')).toEqual(['Pieter van Wyk']);
    expect(names('6789')).toEqual(['Zoë Naudé']);
  });
});

describe('the list of known words', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 7 });

  it('finds exactly the words within so many edits', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, fc.nat(2), (words, typed, edits) => {
        const list = new WordList(words.toSorted());
        const near = words.filter((one) => editDistance(typed, one) <= edits);
        expect(list.near(typed, edits).whole.toSorted()).toEqual(near.toSorted());
      }),
      { numRuns: 500 },
    );
  });
});
