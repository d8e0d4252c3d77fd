/** An error that a user can do something about: shown as two lines, never as a stack trace. Exit code 2. */
export class Failure extends Error {
  readonly fix: string;
  constructor(what: string, fix: string) {
    super(what);
    this.name = "Failure";
    this.fix = fix;
  }
}
