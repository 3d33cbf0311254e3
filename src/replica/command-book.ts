import type { CommandSpec } from '../domain/command.ts';
import { commandNamed } from '../domain/registry.ts';
import { type GivenCommand, upcast, UPCASTS } from '../domain/upcasts.ts';

/** The commands that this program knows, and how what earlier ones wrote is said in their words. */
export type CommandBook = {
  readonly named: (name: string) => CommandSpec | undefined;
  readonly upToDate: (given: GivenCommand) => GivenCommand;
};

export const COMMAND_BOOK: CommandBook = {
  named: commandNamed,
  upToDate: (given) => upcast(given, commandNamed(given.name)?.version ?? given.v, UPCASTS),
};
