-- Why a client is not to be booked. Empty everywhere, so nothing has to be fetched again.
alter table client add column do_not_book_reason text;

-- The search index in a new shape: numbers by their first and last digits, words for typing errors, and what two entries
-- for one person have in common. It is made of the clients' rows by src/replica/client-search-index.ts at the next
-- opening, because SQLite cannot fold accents.
drop table client_search;
drop table client_search_key;

create table client_search_key (
  row integer primary key,
  client_id text not null unique,
  -- Lower case, without accents.
  name text not null,
  -- As dialled, 0821234567, and back to front: the last digits are what a person remembers.
  phone text,
  phone_reversed text,
  email text,
  -- What is left of a name when it is heard rather than read; the same for names that are easily confused.
  sound text not null
) strict;
create index client_search_name on client_search_key (name);
create index client_search_phone on client_search_key (phone) where phone is not null;
create index client_search_phone_end on client_search_key (phone_reversed) where phone_reversed is not null;
create index client_search_email on client_search_key (email) where email is not null;
create index client_search_sound on client_search_key (sound);

-- Anything in the middle, by groups of three letters or digits.
create virtual table client_search using fts5 (
  text,
  content = '',
  contentless_delete = 1,
  tokenize = 'trigram case_sensitive 1'
);
-- The words of names and addresses by their beginnings; its vocabulary is what typing errors are held against.
create virtual table client_word using fts5 (
  words,
  content = '',
  contentless_delete = 1,
  detail = none,
  prefix = '1 2 3',
  tokenize = 'unicode61 remove_diacritics 0'
);
create virtual table client_vocabulary using fts5vocab (client_word, 'row');
