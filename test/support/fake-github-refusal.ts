/** That the fake GitHub refuses what it was asked for. */

export class Refusal {
  readonly status: number;
  readonly message: string;
  readonly errors: readonly object[];
  constructor(status: number, message: string, errors: readonly object[] = []) {
    this.status = status;
    this.message = message;
    this.errors = errors;
  }
}
