/** The other ways in, offered beside e-mail address and password. */
export type OtherWays = {
  readonly toInvitation: () => void;
  readonly toForgotten: (email: string) => void;
};
