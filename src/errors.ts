/** Exit codes of the command. They are public. */
export const EXIT = { done: 0, regression: 1, usage: 2, toolchain: 3, input: 4, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An error that a user can cause and mend: the message says what is wrong and what to do next. */
export class UserError extends Error {
  override readonly name: string = "UserError";
  constructor(
    message: string,
    readonly exitCode: ExitCode,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Wrong usage or configuration. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.usage, options);
  }
}

/** `go` or `git` is missing or failed; their own message is part of this one. */
export class ToolchainError extends UserError {
  override readonly name = "ToolchainError";
  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.toolchain, options);
  }
}

/** Input that cannot be read: a missing file, a broken archive, a report of another version. */
export class InputError extends UserError {
  override readonly name = "InputError";
  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.input, options);
  }
}

/** The user pressed Ctrl-C, or the process was told to end. */
export class Interrupted extends UserError {
  override readonly name = "Interrupted";
  constructor() {
    super("interrupted", EXIT.interrupted);
  }
}
