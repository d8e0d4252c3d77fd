/** Whether an API that answered with this status may answer otherwise when it is asked again. */
export function statusMayPass(status: number): boolean {
  return status >= 500 || status === 429;
}
